import { spawn } from 'node:child_process';

const running = new Set();

/** A program that was started, with what it has said. */
export class Program {
  #text = '';
  #child;

  constructor(command, args, options = {}) {
    this.startedAt = performance.now();
    this.#child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(this.#child);
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk) => {
        this.#text += chunk;
      });
    }
    this.name = command;
    /** Resolves with the time of the end and the exit status. */
    this.ended = new Promise((resolve, reject) => {
      this.#child.once('error', reject);
      this.#child.once('exit', (status) => {
        this.endedAt = performance.now();
        resolve(status);
      });
    });
    this.ended.catch(() => {}).finally(() => running.delete(this.#child));
  }

  get pid() {
    return this.#child.pid;
  }

  get text() {
    return this.#text;
  }

  /** Resolves with the match once the program has said it. @throws Error when it ends before */
  async says(pattern) {
    for (;;) {
      const match = pattern.exec(this.#text);
      if (match !== null) return match;
      const more = new Promise((resolve) => {
        for (const stream of [this.#child.stdout, this.#child.stderr]) stream.once('data', () => resolve('more'));
      });
      if ((await Promise.race([more, this.ended])) !== 'more') throw new Error(`${this.name} has ended: ${this.#text}`);
    }
  }

  /** Resolves with the seconds that it ran. @throws Error when its status is not 0 */
  async succeeds() {
    const status = await this.ended;
    if (status !== 0) throw new Error(`${this.name} ended with ${status}: ${this.#text}`);
    return (this.endedAt - this.startedAt) / 1_000;
  }

  async stop() {
    this.#child.kill('SIGTERM');
    await this.ended;
  }
}

/** Ends whatever is still running, at once. */
export function killAll() {
  for (const child of running) child.kill('SIGKILL');
}
