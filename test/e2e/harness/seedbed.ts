import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { commandOf, processesMarked } from './descendants.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { waitUntil } from './wait-until.ts';

/** The checkout. */
export const ROOT: string = join(import.meta.dirname, '../../..');

const PROGRAM = join(ROOT, 'packages/cli/bin/seedbed.js');
const MARK = 'E2E_MARK_OF_SEEDBED';

export interface Ended {
  /** The exit status, or the name of the signal that ended it. */
  readonly status: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Without what the test runner and the person who runs it have set for other purposes. */
const inheritedEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(SEEDBED_|NODE_OPTIONS$)/.test(name)));

let stateHome: string | undefined;

/** Where the commands of one test remember what they have, instead of in the home of whoever runs the tests. */
const stateOfTest = (): string => {
  if (stateHome === undefined) {
    stateHome = temporaryFolder();
    onTestFinished(() => {
      stateHome = undefined;
    });
  }
  return stateHome;
};

/** A command that runs. Whatever comes of it is gone when the test has finished. */
export class Running {
  stdout = '';
  stderr = '';
  readonly pid: number;
  readonly #closed: Promise<void>;
  readonly #child: ChildProcess;
  readonly #mark: string;
  readonly #command: string;
  #status: number | string | undefined;

  constructor(file: string, args: readonly string[], { cwd, environment }: RunOptions) {
    this.#command = [file, ...args].join(' ');
    this.#mark = `${MARK}=${randomUUID()}`;
    const env = {
      ...inheritedEnvironment(),
      NO_COLOR: '1',
      XDG_STATE_HOME: stateOfTest(),
      ...environment,
      [MARK]: this.#mark.slice(MARK.length + 1),
    };
    this.#child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.pid = this.#child.pid ?? -1;
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    this.#closed = new Promise((resolve, reject) => {
      this.#child.once('error', reject);
      this.#child.once('exit', (code, signal) => {
        this.#status = code ?? signal ?? 'nothing';
      });
      this.#child.once('close', () => resolve());
    });
    onTestFinished(() => this.#leaveNothing());
  }

  /** Processes that came of this command and are there still, itself included. */
  get processes(): number[] {
    return processesMarked(this.#mark);
  }

  /** The process of the peer with this name, or of the tracker, as soon as there is one. */
  async processOf(name: string): Promise<number> {
    const sign = name === 'tracker' ? 'tracker' : `"name":"${name}"`;
    let found: number | undefined;
    await waitUntil(() => {
      found = this.processes.find((pid) => commandOf(pid).includes(sign));
      return found === undefined
        ? `no process of ${name} among\n${this.processes.map(commandOf).join('\n')}`
        : undefined;
    });
    if (found === undefined) throw new Error('invariant violation: waited for a process');
    return found;
  }

  /** The exit status, or the name of the signal that ended it; `undefined` while it runs. */
  get status(): number | string | undefined {
    return this.#status;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Waits for text on standard output or standard error; answers the match. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    let match: RegExpExecArray | null = null;
    await waitUntil(() => {
      match = pattern.exec(this.stdout) ?? pattern.exec(this.stderr);
      if (match !== null) return undefined;
      const what = `${this.#command} has not said ${pattern}\nstdout: ${this.stdout}\nstderr: ${this.stderr}`;
      if (this.#status !== undefined) throw new Error(`${what}\nand has ended with ${this.#status}`);
      return what;
    });
    if (match === null) throw new Error('invariant violation: waited for a match');
    return match;
  }

  /** Waits until it has ended and all that it wrote was read. */
  async ends(withinMs = 60_000): Promise<Ended> {
    let closed = false;
    void this.#closed.then(() => {
      closed = true;
    });
    await waitUntil(
      () => (closed ? undefined : `${this.#command} runs still\nstdout: ${this.stdout}\nstderr: ${this.stderr}`),
      withinMs,
    );
    return { status: this.#status ?? 'nothing', stdout: this.stdout, stderr: this.stderr };
  }

  async nothingLeft(withinMs?: number): Promise<void> {
    await waitUntil(() => {
      const left = this.processes;
      return left.length === 0 ? undefined : `still there: ${left.map((pid) => `${pid} ${commandOf(pid)}`).join('\n')}`;
    }, withinMs);
  }

  async #leaveNothing(): Promise<void> {
    const left = new Set([...this.processes, ...(this.#status === undefined ? [this.pid] : [])]);
    for (const pid of left) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has gone by itself meanwhile.
      }
    }
    await this.#closed;
    await this.nothingLeft();
  }
}

/** Starts any program. */
export const startProgram = (file: string, args: readonly string[], options: RunOptions = {}): Running =>
  new Running(file, args, options);

/** Starts `seedbed`. */
export const start = (args: readonly string[], options: RunOptions = {}): Running =>
  new Running(process.execPath, [PROGRAM, ...args], options);

/** Runs `seedbed` to its end. */
export const run = (args: readonly string[], options: RunOptions = {}): Promise<Ended> => start(args, options).ends();
