import { type ChildProcess, fork } from 'node:child_process';
import type { Readable } from 'node:stream';
import { LastWords } from './last-words.ts';
import { PauseGuard } from './pause-guard.ts';

/** A program that was forked: a tracker or a peer. */
export interface ProgramOptions {
  readonly name: string;
  /** Path or `file:` URL of the module to run. */
  readonly module: URL;
  /** What its command is put behind; nothing where it runs in the place of the launcher. */
  readonly entry?: readonly string[];
  /** Handed over as JSON in `argv[2]`. */
  readonly config: unknown;
  /** Of Node. Default: none. */
  readonly execArgv?: readonly string[];
  /** Told for each message on the IPC channel that is an object with a `type`. */
  readonly onMessage: (message: { readonly type: string }) => void;
  /** Text of the events pipe, file descriptor 3. */
  readonly onEvents?: (text: string) => void;
}

const isMessage = (message: unknown): message is { readonly type: string } =>
  typeof message === 'object' && message !== null && 'type' in message && typeof message.type === 'string';

const reasonIn = (message: object): string | undefined =>
  'reason' in message && typeof message.reason === 'string' ? message.reason : undefined;

/**
 * One process of a run. It is `detached`, so that Ctrl-C in a terminal reaches the launcher alone, and it leaves by
 * itself when the IPC channel closes, which also happens when the launcher is killed; while it is paused, a guard wakes it
 * then.
 */
export class Program {
  readonly name: string;
  /** Resolves once it is gone, and all that it wrote was read. Never rejects. */
  readonly gone: Promise<void>;
  readonly #child: ChildProcess;
  readonly #lastWords = new LastWords();
  #end: string | undefined;
  #isDismissed = false;
  #reason: string | undefined;
  /** While it stands still. */
  #guard: PauseGuard | undefined;

  constructor({ name, module, entry = [], config, execArgv = [], onMessage, onEvents }: ProgramOptions) {
    this.name = name;
    const [execPath = process.execPath, ...before] = [...entry, process.execPath];
    this.#child = fork(module, [JSON.stringify(config)], {
      detached: true,
      execPath,
      // What the launcher was started with (an inspector port, a test runner's loader) is not for its children.
      execArgv: [...before, ...execArgv],
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child.on('message', (message) => {
      if (!isMessage(message)) return;
      // A program that gives up says why, better than its last words could.
      if (message.type === 'failed') this.#reason = reasonIn(message);
      onMessage(message);
    });
    // Without file descriptors left there are no pipes at all, only the `error` below.
    const pipes = this.#child.stdio as readonly (Readable | null | undefined)[] | undefined;
    const [, , stderr, events] = pipes ?? [];
    stderr?.setEncoding('utf8').on('data', (text: string) => this.#lastWords.push(text));
    events?.setEncoding('utf8').on('data', (text: string) => onEvents?.(text));
    this.gone = new Promise((resolve) => {
      this.#child.once('error', (error) => {
        this.#end ??= error.message;
        if (this.#child.pid === undefined) resolve();
      });
      this.#child.once('exit', (code, signal) => {
        this.#end = signal === null ? `exit status ${code}` : `killed by ${signal}`;
        this.#guard?.end();
      });
      // `close` comes after `exit` and after the pipes have ended.
      this.#child.once('close', () => resolve());
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** How and with which last words it ended, in one clause; undefined while it runs. */
  get obituary(): string | undefined {
    if (this.#end === undefined) return undefined;
    if (this.#reason !== undefined) return this.#reason;
    const words = this.#lastWords.line;
    return words === undefined ? this.#end : `${this.#end}: ${words}`;
  }

  /** Whether the launcher itself wanted its end. */
  get isDismissed(): boolean {
    return this.#isDismissed;
  }

  get isRunning(): boolean {
    return this.#end === undefined;
  }

  /** Sends over the IPC channel. A program that has gone hears nothing; that it has is told otherwise. */
  send(message: object): void {
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  /** Ends it by a signal; its end is then no death that anybody is told of. */
  dismiss(signal: 'SIGTERM' | 'SIGKILL'): void {
    this.#isDismissed = true;
    this.signal(signal);
  }

  /** It stands still until it is resumed. @throws Error when it could stand still for ever, should the launcher be killed */
  pause(): void {
    const { pid } = this.#child;
    if (this.#guard !== undefined || this.#end !== undefined || pid === undefined) return;
    this.#guard = new PauseGuard(pid);
    this.#signal('SIGSTOP');
  }

  resume(): void {
    this.#signal('SIGCONT');
    this.#guard?.end();
    this.#guard = undefined;
  }

  signal(signal: 'SIGTERM' | 'SIGKILL'): void {
    this.#signal(signal);
  }

  #signal(signal: 'SIGTERM' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
    const { pid } = this.#child;
    if (this.#end !== undefined || pid === undefined) return;
    try {
      // It leads a group of its own, of what it has started; SIGTERM is a word to it alone, which ends the others itself.
      process.kill(signal === 'SIGTERM' ? pid : -pid, signal);
    } catch (error) {
      // It may have ended a moment ago.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }
}
