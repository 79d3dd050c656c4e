import { spawn } from 'node:child_process';

/** Reads until whoever holds the other end of its input is gone, then wakes the process group of its first argument. */
const WAKE_AFTER_US = 'read -r _; kill -s CONT -- "-$1"';

/**
 * Sees to it that a process that stands still does not do so for ever: stopped, it never learns that its launcher was
 * killed. A shell outside both notices that, as nobody holds its input any more, and wakes the process, which then finds
 * its channel closed and leaves by itself.
 */
export class PauseGuard {
  readonly #shell: ReturnType<typeof spawn>;

  /**
   * @param group a process that leads a group of its own
   * @throws Error when there can be no guard; the process should not be stopped then
   */
  constructor(group: number) {
    // Detached, so that what ends the launcher's own group does not end the guard first.
    this.#shell = spawn('sh', ['-c', WAKE_AFTER_US, 'pause-guard', String(group)], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    // Where there is no process, the next line says so.
    this.#shell.on('error', () => {});
    if (this.#shell.pid === undefined) throw new Error('no process can be paused: there is no sh to guard it');
  }

  /** It is needed no more. */
  end(): void {
    this.#shell.kill('SIGKILL');
  }
}
