import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { LastWords } from '../launcher/last-words.ts';

/** A program that is not ours; the kernel ends it should this process end before it. */
export class ForeignProgram {
  /** Resolves with how it ended. Never rejects. */
  readonly ended: Promise<string>;
  readonly #child: ChildProcess;
  readonly #words = new LastWords();
  #lastLine: string | undefined;

  constructor(command: readonly string[]) {
    this.#child = spawn('setpriv', ['--pdeathsig=KILL', '--', ...command], { stdio: ['ignore', 'pipe', 'pipe'] });
    const { stdout, stderr } = this.#child;
    stderr?.setEncoding('utf8').on('data', (text: string) => this.#words.push(text));
    if (stdout !== null) {
      createInterface(stdout).on('line', (line) => {
        if (line.trim() !== '') this.#lastLine = line;
      });
    }
    this.ended = new Promise((resolve) => {
      this.#child.once('error', (error) => resolve(error.message));
      this.#child.once('close', (code, signal) => {
        const how = signal === null ? `exit status ${code}` : `killed by ${signal}`;
        const words = this.#words.line ?? this.#lastLine;
        resolve(words === undefined ? how : `${how}: ${words}`);
      });
    });
  }

  /** What it printed last. */
  get lastLine(): string | undefined {
    return this.#lastLine;
  }

  signal(signal: 'SIGTERM' | 'SIGKILL'): void {
    this.#child.kill(signal);
  }
}
