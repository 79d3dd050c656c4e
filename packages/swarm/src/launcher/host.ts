import type { HostMessage } from '@seedbed/peer/host';
import type { ClientProgramConfig } from '../clients/client-program.ts';
import type { WrittenCommand } from './host-protocol.ts';
import type { HostPlan } from './place-members.ts';
import type { Program } from './program.ts';
import type { Programs } from './programs.ts';

export interface HostComponents {
  readonly programs: Programs;
  /** What its command is put behind, see `RunNetwork`. */
  readonly entry: readonly string[];
  /** The client of others that it runs; undefined: peers of ours. */
  readonly foreign: Omit<ClientProgramConfig, 'name'> | undefined;
  /** Told what the process says. */
  readonly onMessage: (message: HostMessage) => void;
  readonly onEvents: (text: string) => void;
}

/**
 * Messages of many peers are much garbage, and what is on its way in links is not: the more room there is for what is young,
 * the less of it is copied about.
 */
const OF_CROWD = ['--max-semi-space-size=64'];

/** One process of peers, which may end and be started again. */
export class Host {
  readonly plan: HostPlan;
  readonly #components: HostComponents;
  #program: Program | undefined;
  #isUp = false;

  constructor(plan: HostPlan, components: HostComponents) {
    this.plan = plan;
    this.#components = components;
  }

  /** It has been heard of: it is loaded and does what it is told. */
  get isUp(): boolean {
    return this.#isUp;
  }

  /** Starts the process where there is none. Peers are told to begin one by one. */
  open(): void {
    if (this.#program?.isRunning === true) return;
    const { name, peers } = this.plan;
    const { programs, entry, foreign, onMessage, onEvents } = this.#components;
    this.#isUp = false;
    this.#program = programs.startHost({
      name,
      entry,
      execArgv: peers.length > 1 ? OF_CROWD : [],
      ...(foreign === undefined
        ? { module: new URL(import.meta.resolve('@seedbed/peer/process')), config: { name, peers: [] } }
        : { module: new URL(import.meta.resolve('#client-program')), config: { name, ...foreign } }),
      onMessage: (message) => {
        this.#isUp = true;
        // The other end is a program of ours, of this version.
        onMessage(message as HostMessage);
      },
      onEvents,
    });
  }

  /** Commands are kept for a process that is still being loaded. */
  send(command: WrittenCommand): void {
    this.#program?.send(command);
  }

  /** Kills the process, so that it has time for nothing. Resolves when it is gone. */
  async kill(): Promise<void> {
    this.#program?.dismiss('SIGKILL');
    await this.#program?.gone;
  }

  /** @throws Error when it can't stand still safely, see `Program` */
  pause(): void {
    this.#program?.pause();
  }

  resume(): void {
    this.#program?.resume();
  }
}
