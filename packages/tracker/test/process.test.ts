import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseAddress } from '@seedbed/protocol';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { announceTo } from './tracker-client.ts';

// Programs run compiled; `npm test` compiles before it runs the tests.
const program = join(import.meta.dirname, '../dist/process.js');

const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }
});

interface Started {
  readonly child: ChildProcess;
  /** What it wrote to standard error so far. */
  readonly errors: () => string;
  /** Resolves to the exit code or signal, when all that it wrote was read. */
  readonly exit: Promise<number | string | null>;
}

function start(config: unknown): Started {
  expect(existsSync(program), `${program} is there (npm run build)`).toBe(true);
  const child = fork(program, [typeof config === 'string' ? config : JSON.stringify(config)], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // Without the flags under which the tests run.
    execArgv: [],
  });
  children.push(child);
  let text = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const status = new Promise<number | string | null>((resolve) => {
    child.on('exit', (code, signal) => resolve(code ?? signal));
  });
  const lastWords = new Promise<void>((resolve) => child.stderr?.on('close', resolve));
  return { child, errors: () => text, exit: lastWords.then(() => status) };
}

async function ready({ child, exit, errors }: Started): Promise<{ url: string }> {
  const message = once(child, 'message').then(([value]) => value as { type: string; url: string });
  const first = await Promise.race([message, exit]);
  if (typeof first !== 'object' || first === null)
    throw new Error(`it ended (${first}) before it was ready: ${errors()}`);
  expect(first).toMatchObject({ type: 'ready', url: expect.stringMatching(/^http:\/\/127\.9\.8\.7:\d+\/announce$/) });
  return first;
}

function addressIn(url: string): NonNullable<ReturnType<typeof parseAddress>> {
  const address = parseAddress(new URL(url).host);
  if (address === undefined) throw new Error(`${url} holds no address`);
  return address;
}

const config = { http: '127.9.8.7:0', interval: '30s' };

test.each(['SIGTERM', 'SIGINT'] as const)(
  'it says when it is ready, answers, and leaves with 0 on %s',
  async (signal) => {
    const started = start(config);
    const { url } = await ready(started);
    expect(await announceTo(addressIn(url), 1)).toMatchObject({ ok: true, answer: { interval: 30, incomplete: 1 } });
    started.child.kill(signal);
    expect(await started.exit).toBe(0);
    await expect(announceTo(addressIn(url), 1)).rejects.toThrow('ECONNREFUSED');
  },
);

test('it leaves when the channel to its launcher closes', async () => {
  const started = start(config);
  await ready(started);
  started.child.disconnect();
  expect(await started.exit).toBe(0);
});

test('it leaves when its launcher is killed', async () => {
  // A launcher that forks the tracker, tells its process id and address, and waits.
  const launcher = spawn(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import { fork } from 'node:child_process';
       const child = fork(process.argv[1], [process.argv[2]], { detached: true, execArgv: [] });
       child.on('message', ({ url }) => console.log(JSON.stringify({ pid: child.pid, url })));`,
      program,
      JSON.stringify(config),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  children.push(launcher);
  // The tracker holds the other end of this pipe too: it ends when both are gone.
  const allGone = once(launcher.stderr.resume(), 'close');
  const line = await Promise.race([once(launcher.stdout, 'data'), allGone]);
  const { pid, url } = JSON.parse(String(line)) as { pid: number; url: string };
  onTestFinished(() => endOrphan(pid));
  launcher.kill('SIGKILL');
  await allGone;
  await expect(announceTo(addressIn(url), 1)).rejects.toThrow('ECONNREFUSED');
});

/** Should the tracker outlive its launcher after all, at least it does not outlive the test. */
function endOrphan(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    expect(error).toMatchObject({ code: 'ESRCH' });
  }
}

test('a port that is taken: one clear line and status 1', async () => {
  const first = start(config);
  const { host } = new URL((await ready(first)).url);
  const second = start({ ...config, http: host });
  expect(await second.exit).toBe(1);
  expect(second.errors()).toBe(
    `tracker: ${host} is taken by another program: stop it, or choose another address with --http (port 0 picks a free one)\n`,
  );
});

test.each([
  [
    'a wrong value',
    { ...config, interval: 'soon' },
    /^tracker: "interval" in the configuration: 'soon' is not a time; .*\n$/,
  ],
  ['an unknown key', { ...config, intervall: '30s' }, /^tracker: "intervall" in .* did you mean interval\?\n$/],
  [
    'a store that is none',
    { ...config, store: 'redis//:secret@cache' },
    /^tracker: --store: a store is memory or the address of a Redis, not 'redis\/'; it looks like redis:\/\/.*\n$/,
  ],
  ['no JSON', '{', /^tracker: the first argument is not JSON: .*\n$/],
])('a configuration with %s: one clear line and status 2', async (_, wrong, line) => {
  const started = start(wrong);
  expect(await started.exit).toBe(2);
  expect(started.errors()).toMatch(line);
});
