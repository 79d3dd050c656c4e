import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { writeState } from '../src/state/write-state.ts';
import { MemoryStore } from '../src/store/memory-store.ts';
import { type SignalOnLoad, signalOnLoad } from './signal-on-load.ts';
import { announceOf } from './swarm-fixtures.ts';
import { temporaryFolder } from './temporary-folder.ts';

// Programs run compiled; `npm test` compiles before it runs the tests.
const program = join(import.meta.dirname, '../dist/process.js');

interface Ended {
  readonly status: number | string | null;
  readonly errors: string;
}

/** Runs a tracker that is asked to stop while it is being loaded, in a group of processes of its own. */
function runSignalled(when: SignalOnLoad, config: object = {}): Promise<Ended> {
  const child = fork(program, [JSON.stringify({ http: '127.9.8.10:0', ...config })], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
    env: { ...process.env, NODE_OPTIONS: signalOnLoad(when) },
    detached: true,
  });
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  onTestFinished(() => void (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')));
  return new Promise((resolve) => {
    child.on('close', (code, signal) => resolve({ status: code ?? signal, errors }));
  });
}

// What it is mostly made of is loaded when nothing of it has run yet.
const LOADED = /\/dist\/start-process\.js$/;

test.each(['SIGTERM', 'SIGINT'] as const)('%s while the program is being loaded: it leaves with 0', async (signal) => {
  expect(await runSignalled({ module: LOADED, signal })).toEqual({ status: 0, errors: expect.any(String) });
});

test.each([1, 2])('SIGTERM before the state is read, with %d workers: it is not read any more', async (workers) => {
  const state = join(temporaryFolder(), 'state');
  const store = new MemoryStore({ maxPeers: 100, maxTorrents: 10 });
  for (let n = 0; n < 100; n += 1) store.announce(announceOf(n, { validUntil: 3_600_000 }), 0, Math.random);
  await writeState(state, store, Math.floor(Date.now() / 1_000));
  const written = readFileSync(state);
  const { status, errors } = await runSignalled({ module: LOADED, signal: 'SIGTERM' }, { state, workers });
  expect({ status, errors }).toEqual({ status: 0, errors: '' });
  expect(readFileSync(state)).toEqual(written);
});

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s to all processes while a worker is being loaded: the first one leaves with 0, and says nothing of it',
  async (signal) => {
    const when = { module: LOADED, signal, program: '/worker-program.js', toGroup: true };
    const { status, errors } = await runSignalled(when, { workers: 2, 'log-level': 'warn' });
    expect({ status, errors }).toEqual({ status: 0, errors: '' });
  },
);

test('SIGHUP while the program is being loaded does not end it, and it stops when it is asked to', async () => {
  const child = fork(program, [JSON.stringify({ http: '127.9.8.10:0' })], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
    env: { ...process.env, NODE_OPTIONS: signalOnLoad({ module: LOADED, signal: 'SIGHUP' }) },
  });
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const status = new Promise((resolve) => child.on('close', (code, signal) => resolve(code ?? signal)));
  child.on('message', () => child.kill('SIGTERM'));
  expect(await status).toBe(0);
  expect(errors).toContain('there is no file to read or to open again');
});
