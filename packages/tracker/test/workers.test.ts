import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PeerAddress, parseAddress } from '@seedbed/protocol';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { announceTo, ask } from './tracker-client.ts';

// Programs run compiled; `npm test` compiles before it runs the tests.
const program = join(import.meta.dirname, '../dist/process.js');

const WAIT = { timeout: 20_000, interval: 20 };

const started: { child: ChildProcess; workers: () => number[] }[] = [];
afterEach(async () => {
  for (const { child, workers } of started.splice(0)) {
    const orphans = workers();
    if (child.exitCode === null && child.signalCode === null) {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    }
    await vi.waitFor(() => expect(orphans.filter(isThere), 'nothing is left').toEqual([]), WAIT);
  }
});

interface Running {
  readonly child: ChildProcess;
  readonly address: PeerAddress;
  readonly exit: Promise<number | string | null>;
  readonly workers: () => number[];
}

async function start(config: Record<string, string> = {}): Promise<Running> {
  expect(existsSync(program), `${program} is there (npm run build)`).toBe(true);
  const child = fork(
    program,
    [JSON.stringify({ http: '127.85.1.1:0', workers: '3', 'log-level': 'warn', ...config })],
    {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [],
    },
  );
  const workers = (): number[] => childrenOf(child.pid ?? 0);
  started.push({ child, workers });
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const exit = new Promise<number | string | null>((resolve) => {
    child.on('exit', (code, signal) => resolve(code ?? signal));
  });
  const message = once(child, 'message').then(([value]) => value as { url: string });
  const first = await Promise.race([message, exit]);
  if (typeof first !== 'object' || first === null) throw new Error(`it ended (${first}): ${errors}`);
  const address = parseAddress(new URL(first.url).host);
  if (address === undefined) throw new Error(`${first.url} holds no address`);
  return { child, address, exit, workers };
}

/** Processes whose parent this is, as Linux tells. */
function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && parentOf(pid) === parent);
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return undefined; // it ended meanwhile
  }
}

function isThere(pid: number): boolean {
  return parentOf(pid) !== undefined;
}

async function stats(address: PeerAddress): Promise<{ leeches: number; requests: { announces: number } }> {
  return JSON.parse((await ask(address, '/stats.json')).body.toString()) as Awaited<ReturnType<typeof stats>>;
}

describe.skipIf(process.platform !== 'linux')('a first process and two workers', () => {
  test('are one tracker: whoever is asked knows every peer and every request', async () => {
    const { address, workers } = await start();
    expect(workers()).toHaveLength(2);
    await Promise.all(Array.from({ length: 40 }, (_, n) => announceTo(address, n, {}, { from: `127.85.2.${n + 1}` })));
    for (let look = 0; look < 8; look += 1) {
      expect(await stats(address)).toMatchObject({ leeches: 40, requests: { announces: 40 } });
    }
    const answer = await announceTo(address, 99, { numwant: 100 }, { from: '127.85.2.99' });
    expect(answer).toMatchObject({ ok: true, answer: { incomplete: 41, peers: { length: 40 } } });
  });

  test('one that is killed is started again, at the same port, and nothing is lost', async () => {
    const { address, workers } = await start();
    await announceTo(address, 1);
    // Its last tenth of a second would be what it takes with it.
    const before = workers();
    for (const victim of before) {
      process.kill(victim, 'SIGKILL');
      await vi.waitFor(() => {
        expect(workers()).not.toContain(victim);
        expect(workers()).toHaveLength(2);
      }, WAIT);
    }
    expect(workers().some((pid) => before.includes(pid))).toBe(false);
    await vi.waitFor(
      async () => expect(await announceTo(address, 2)).toMatchObject({ answer: { incomplete: 2 } }),
      WAIT,
    );
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('%s ends all in order', async (signal) => {
    const { child, exit, workers } = await start();
    const all = workers();
    child.kill(signal);
    expect(await exit).toBe(0);
    expect(all.filter(isThere)).toEqual([]);
  });

  test('a worker that hangs does not keep the tracker from ending', async () => {
    const { child, exit, workers } = await start();
    const [victim, ...others] = workers() as [number, number];
    process.kill(victim, 'SIGSTOP');
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
    expect([victim, ...others].filter(isThere)).toEqual([]);
  });

  test('while the first process hangs the others say so, and when it goes on all is as before', async () => {
    const { child, address } = await start();
    child.kill('SIGSTOP');
    try {
      expect(await announceTo(address, 1)).toMatchObject({
        ok: false,
        failure: expect.stringMatching(/store is away/),
      });
      // Each of them has to find out itself.
      await vi.waitFor(async () => {
        await announceTo(address, 1);
        expect((await ask(address, '/healthz')).status).toBe(503);
      }, WAIT);
    } finally {
      child.kill('SIGCONT');
    }
    await vi.waitFor(async () => expect(await announceTo(address, 1)).toMatchObject({ ok: true }), WAIT);
  });

  test('none is left when the process that started them is killed', async () => {
    const { child, exit, workers } = await start();
    const all = workers();
    child.kill('SIGKILL');
    expect(await exit).toBe('SIGKILL');
    await vi.waitFor(() => expect(all.filter(isThere)).toEqual([]), WAIT);
  });

  test('a port that is taken: one line for all of them', async () => {
    const { address } = await start();
    await expect(start({ http: `${address.ip}:${address.port}` })).rejects.toThrow(
      /^it ended \(1\): tracker: 127\.85\.1\.1:\d+ is taken by another program: .*\n$/,
    );
  });
});
