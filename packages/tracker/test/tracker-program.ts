import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type PeerAddress, parseAddress } from '@seedbed/protocol';
import { expect, onTestFinished } from 'vitest';

// Programs run compiled; `npm test` compiles before it runs the tests.
const program = join(import.meta.dirname, '../dist/process.js');

/** A tracker as a process of its own. */
export interface TrackerProgram {
  readonly child: ChildProcess;
  readonly address: PeerAddress;
  /** Log lines and last words so far. */
  readonly errors: () => string;
  /** Events so far, as text. */
  readonly events: () => string;
  /** Exit code or signal, when all that it wrote was read. */
  readonly exit: Promise<number | string | null>;
}

/** What the system gives it. */
interface Surroundings {
  /** Files that it may have open. */
  readonly openFiles?: number;
  /** Variables of its environment, beside ours. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts a tracker that is ended with the test. @throws with its last words when it does not come up. */
export async function startProgram(
  config: object,
  { openFiles, environment }: Surroundings = {},
): Promise<TrackerProgram> {
  expect(existsSync(program), `${program} is there (npm run build)`).toBe(true);
  const settings = JSON.stringify({ http: '127.9.8.6:0', 'log-level': 'info', ...config });
  const limit = openFiles === undefined ? '' : `ulimit -n ${openFiles}; `;
  const child = spawn('/bin/sh', ['-c', `${limit}exec "$0" "$@"`, process.execPath, program, settings], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, ...environment },
  });
  const texts = { errors: '', events: '' };
  const [, , stderr, pipe] = child.stdio;
  stderr?.on('data', (chunk: Buffer) => {
    texts.errors += chunk.toString();
  });
  if (pipe && 'on' in pipe) pipe.on('data', (chunk: Buffer) => (texts.events += chunk.toString()));
  const exit = new Promise<number | string | null>((resolve) => {
    child.on('close', (code, signal) => resolve(code ?? signal));
  });
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await exit;
  });
  const ready = new Promise<string>((resolve) => {
    child.on('message', (message: { url: string }) => resolve(message.url));
  });
  const url = await Promise.race([ready, exit]);
  const address = typeof url === 'string' ? parseAddress(URL.parse(url)?.host ?? '') : undefined;
  if (address === undefined) throw new Error(`it ended (${url}) before it was ready: ${texts.errors}`);
  return { child, address, errors: () => texts.errors, events: () => texts.events, exit };
}
