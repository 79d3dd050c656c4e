import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';
import { decodeEvent, EventSplitter, type SwarmEvent } from '@seedbed/events';
import type { HostCommand, HostMessage } from '@seedbed/peer/process';
import { onTestFinished } from 'vitest';
import { until } from './until.ts';

const PROGRAM = createRequire(import.meta.url).resolve('@seedbed/peer/process');

type MessageOf<Type extends HostMessage['type']> = Extract<HostMessage, { type: Type }>;

/** Peers in a process of their own, as a launcher starts it. It is gone when the test has finished. */
export class HostProcess {
  readonly child: ChildProcess;
  readonly messages: HostMessage[] = [];
  readonly events: (SwarmEvent | undefined)[] = [];
  stderr = '';
  readonly #gone: Promise<unknown>;

  /** @param config of the process, or anything else as its argument */
  constructor(config: object | string) {
    this.child = fork(PROGRAM, [typeof config === 'string' ? config : JSON.stringify(config)], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'ipc'],
    });
    const [, , errors, pipe] = this.child.stdio as unknown as [null, null, Readable, Readable];
    const splitter = new EventSplitter();
    this.child.on('message', (message) => this.messages.push(message as HostMessage));
    errors.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    pipe.setEncoding('utf8').on('data', (text: string) => {
      this.events.push(...splitter.push(text).map(decodeEvent));
    });
    // Not `close`, which Node does not tell after a `disconnect` of ours.
    this.#gone = Promise.all([once(this.child, 'exit'), once(errors, 'close'), once(pipe, 'close')]);
    onTestFinished(async () => {
      this.child.kill('SIGKILL');
      await this.#gone;
    });
  }

  /** A process with these peers. */
  static of(...peers: readonly object[]): HostProcess {
    return new HostProcess({ name: 'host', peers });
  }

  command(command: HostCommand | object): void {
    this.child.send(command);
  }

  /** The messages of a type about a peer, so far. */
  about<Type extends HostMessage['type']>(peer: string, type: Type): MessageOf<Type>[] {
    return this.messages.filter(
      (message): message is MessageOf<Type> => message.type === type && 'peer' in message && message.peer === peer,
    );
  }

  /** Waits for the first message of a type about a peer. */
  async told<Type extends HostMessage['type']>(peer: string, type: Type): Promise<MessageOf<Type>> {
    const [first] = await this.toldTimes(peer, type, 1);
    return first as MessageOf<Type>;
  }

  /** Waits for so many messages of a type about a peer. */
  async toldTimes<Type extends HostMessage['type']>(
    peer: string,
    type: Type,
    times: number,
  ): Promise<MessageOf<Type>[]> {
    await until(() => {
      if (this.about(peer, type).length >= times || this.child.exitCode !== null) return true;
      return `told ${JSON.stringify(this.messages.slice(-20))}, ${this.stderr}`;
    });
    const found = this.about(peer, type);
    if (found.length < times) throw new Error(`it left without ${type} of ${peer}: ${this.stderr}`);
    return found;
  }

  /** The events of a peer. */
  eventsOf(peer: string): SwarmEvent[] {
    return this.events.filter((event): event is SwarmEvent => event?.peer === peer);
  }

  /** Exit status once it is gone and everything it wrote was read. */
  async gone(): Promise<number | null> {
    await this.#gone;
    return this.child.exitCode;
  }
}
