import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { monotonicNow } from '../monotonic-clock.ts';
import { QueueUse, readQueue } from './queue-use.ts';

/** Looks at the queue of one device through one `tc` that stays, and leaves with us: its orders end. */
export class QueueWatch {
  readonly use: QueueUse = new QueueUse();
  readonly #program: ChildProcess;
  readonly #order: string;

  /** @param entry what a command is put behind to be where the device is */
  constructor(entry: readonly string[], device: string) {
    const [file = '', ...args] = [...entry, 'tc', '-s', '-j', '-batch', '-'];
    this.#order = `qdisc show dev ${device}\n`;
    this.#program = spawn(file, args, { stdio: ['pipe', 'pipe', 'ignore'] });
    const { stdin, stdout } = this.#program;
    // Without it nothing is known of the link; a run does not end of that.
    this.#program.on('error', () => {});
    stdin?.on('error', () => {});
    if (stdout === null) return;
    createInterface(stdout).on('line', (line) => {
      const state = readQueue(line);
      if (state !== undefined) this.use.look(monotonicNow(), state);
    });
  }

  /** Looks now; what it sees is told a moment later. */
  look(): void {
    this.#program.stdin?.write(this.#order);
  }

  async close(): Promise<void> {
    const { exitCode, signalCode, pid } = this.#program;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    const gone = new Promise((resolve) => this.#program.once('close', resolve));
    this.#program.stdin?.end();
    await gone;
  }
}
