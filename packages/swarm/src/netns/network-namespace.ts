import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type FileHandle, open } from 'node:fs/promises';
import { runProgram } from './run-program.ts';

/**
 * A network of its own. It has no name and no process: it is there as long as this process holds its file open, or a
 * program runs in it. So the kernel takes it away, with all its devices, however its launcher ends.
 */
export class NetworkNamespace {
  readonly #file: FileHandle;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** @throws Error where the kernel does not let us have one */
  static async open(): Promise<NetworkNamespace> {
    const child = spawn('unshare', ['--net', 'cat'], { stdio: ['pipe', 'pipe', 'ignore'] });
    const gone = once(child, 'close');
    child.stdin.on('error', () => {});
    try {
      // Its echo says that it is where it has to be.
      child.stdin.write('\n');
      await Promise.race([once(child.stdout, 'data'), gone.then(() => refused())]);
      return new NetworkNamespace(await open(`/proc/${child.pid}/ns/net`));
    } finally {
      child.stdin.end();
      await gone.catch(() => undefined);
    }
  }

  /** Where programs of root find it while it is open. */
  get path(): string {
    return `/proc/${process.pid}/fd/${this.#file.fd}`;
  }

  /** What a command is put behind, so that it runs in it. */
  get entry(): readonly string[] {
    return ['nsenter', `--net=${this.path}`];
  }

  /** Runs a command in it to its end. @throws Error with its last words */
  run(command: readonly string[], input?: string): Promise<string> {
    return runProgram([...this.entry, ...command], input);
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

const refused = (): never => {
  throw new Error('the kernel gives no network namespace');
};
