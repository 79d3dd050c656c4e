import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';
import { decodeEvent, EventSplitter, type SwarmEvent } from '@seedbed/events';
import type { HostMessage } from '@seedbed/peer/process';
import { onTestFinished } from 'vitest';
import { waitUntil } from './wait-until.ts';

const PROGRAM = createRequire(import.meta.url).resolve('@seedbed/peer/process');

/** A peer as a launcher starts it, to be killed at any moment. It is gone when the test has finished. */
export class PeerProcess {
  readonly events: SwarmEvent[] = [];
  readonly messages: HostMessage[] = [];
  stderr = '';
  readonly #child: ChildProcess;
  readonly #gone: Promise<unknown>;

  constructor(config: unknown) {
    this.#child = fork(PROGRAM, [JSON.stringify({ name: 'host', peers: [config] })], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'ipc'],
    });
    const [, , errors, pipe] = this.#child.stdio as unknown as [null, null, Readable, Readable];
    const splitter = new EventSplitter();
    this.#child.on('message', (message) => this.messages.push(message as HostMessage));
    errors.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    pipe.setEncoding('utf8').on('data', (text: string) => {
      for (const line of splitter.push(text)) {
        const event = decodeEvent(line);
        if (event !== undefined) this.events.push(event);
      }
    });
    // Everything that it had written by then was read.
    this.#gone = Promise.all([once(this.#child, 'exit'), once(errors, 'close'), once(pipe, 'close')]);
    onTestFinished(() => this.kill());
  }

  /** What it has told of a type, in order. */
  told<Type extends SwarmEvent['type']>(type: Type): Extract<SwarmEvent, { type: Type }>[] {
    return this.events.filter((event): event is Extract<SwarmEvent, { type: Type }> => event.type === type);
  }

  /** Waits for something that it tells. */
  async until(what: string, isThere: (peer: this) => boolean): Promise<void> {
    await waitUntil(() => {
      if (isThere(this)) return undefined;
      const failed = this.messages.find(({ type }) => type === 'failed');
      if (failed?.type === 'failed') throw new Error(`it has failed: ${failed.reason}`);
      if (this.#child.exitCode !== null) throw new Error(`it has left without ${what}: ${this.stderr}`);
      return `no ${what}; ${this.events.length} events, messages ${JSON.stringify(this.messages)}, ${this.stderr}`;
    });
  }

  /** Where it listens, once it is ready. */
  async address(): Promise<string> {
    await this.until('ready', ({ messages }) => messages.some(({ type }) => type === 'ready'));
    const ready = this.messages.find((message) => message.type === 'ready');
    return ready?.type === 'ready' ? ready.listen : '';
  }

  /** `kill -9`, unless it has gone already. Resolves when it is gone and all that it told was read. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#gone;
  }
}
