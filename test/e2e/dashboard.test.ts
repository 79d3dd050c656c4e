import { existsSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { deedsIn, runScenarioText, startScenario } from './harness/scenario-run.ts';
import { type Running, run, start } from './harness/seedbed.ts';
import { temporaryFolder } from './harness/temporary-folder.ts';
import { waitUntil } from './harness/wait-until.ts';

/** Long enough to do something to it from outside. */
const SLOW = `
content: { size: 4MiB, pieceLength: 64KiB }
defaults: { link: { upload: 512KiB/s } }
peers:
  - { name: seed, role: seed }
  - { name: leech, role: leech, count: 2 }
expect: [completed >= 1, no orphan]
`;

interface Page {
  readonly url: string;
  readonly token: string;
}

const pageOf = async (swarm: Running): Promise<Page> => {
  const [, url = '', token = ''] = await swarm.says(/dashboard: (http:\/\/127\.0\.0\.1:\d+\/)#token=([0-9a-f]{32})\n/);
  return { url, token };
};

/** Everything that the page is sent, to its end. */
const followed = async ({ url }: Page): Promise<string[]> => {
  const text = await (await fetch(`${url}api/events`)).text();
  const [told = '', end] = text.split('event: end\n');
  expect(end).toMatch(/^data: \{.*\}\n\n$/);
  return told.split('\n').flatMap((line) => (line.startsWith('data: {"') ? [line.slice('data: '.length)] : []));
};

const send = async ({ url, token }: Page, action: unknown): Promise<readonly [number, string]> => {
  const headers = { 'content-type': 'application/json', 'x-seedbed-token': token };
  const answer = await fetch(`${url}api/actions`, { method: 'POST', headers, body: JSON.stringify(action) });
  return [answer.status, await answer.text()];
};

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

describe('the page of a run', () => {
  test('is sent what the record holds, and told the end; the run does not wait for anybody', async () => {
    const started = startScenario(SLOW);
    const page = await pageOf(started.swarm);
    const header = await (await fetch(`${page.url}api/run`)).json();
    expect(header).toMatchObject({ live: true, actions: true, content: { length: 4_194_304, pieces: 64 } });
    // One who follows, one who only holds a connection open.
    const idle = connect(Number(new URL(page.url).port), '127.0.0.1');
    idle.on('error', () => {});
    const lines = await followed(page);
    const { status } = await started.ends();
    idle.destroy();
    expect(status).toBe(0);
    expect(lines.toSorted()).toEqual(
      readFileSync(join(started.out, 'events.ndjson'), 'utf8').trimEnd().split('\n').toSorted(),
    );
    expect(existsSync(join(started.out, 'live.ndjson'))).toBe(false);
    expect(await isListening(Number(new URL(page.url).port))).toBe(false);
  });

  test('does things to the run: what it did stands in the record', async () => {
    const started = startScenario(SLOW);
    const page = await pageOf(started.swarm);
    await started.swarm.says(/downloading/);
    expect(await send(page, { kind: 'add-leech' })).toEqual([202, '{}']);
    // Nobody is complete before the test is done.
    expect(await send(page, { kind: 'link', peer: 'seed-1', upload: 16_384 })).toEqual([202, '{}']);
    expect(await send(page, { kind: 'pause', peer: 'leech-1' })).toEqual([202, '{}']);
    expect(await send(page, { kind: 'resume', peer: 'leech-1' })).toEqual([202, '{}']);
    expect(await send(page, { kind: 'partition', sides: [['leech-1'], ['leech-2', 'leech-3']] })).toEqual([202, '{}']);
    expect(await send(page, { kind: 'heal' })).toEqual([202, '{}']);
    expect(await send(page, { kind: 'kill', peer: 'leech-2' })).toEqual([202, '{}']);
    for (const [what, action] of [
      ['leech-2 is not there', { kind: 'kill', peer: 'leech-2' }],
      ['there is no peer', { kind: 'kill', peer: 'nobody' }],
      ['there is no group', { kind: 'add-leech', group: 'seed' }],
      ['both sides', { kind: 'partition', sides: [['leech-1'], ['leech-1']] }],
    ] as const) {
      expect(await send(page, action)).toEqual([400, expect.stringContaining(what)]);
    }
    expect((await send({ ...page, token: 'guess' }, { kind: 'heal' }))[0]).toBe(403);
    expect(await send(page, { kind: 'link', peer: 'seed-1', upload: null })).toEqual([202, '{}']);

    const { status, summary, events } = await started.ends();
    expect(deedsIn(events)).toEqual([
      'add leech-3',
      'link seed-1',
      'pause leech-1',
      'resume leech-1',
      'partition leech-1 leech-2 leech-3',
      'heal',
      'kill leech-2',
      'link seed-1',
    ]);
    // The run waited for the leech that was added, and it is faster than the plan allows without being called leaky.
    const completed = events.flatMap((event) => (event.type === 'completed' ? [event.peer] : []));
    expect(completed.toSorted()).toEqual(['leech-1', 'leech-3']);
    expect([status, summary.outcome, summary.reason]).toEqual([0, 'verified', null]);
  });

  test('is not there where nobody wants it', async () => {
    const { status, stderr } = await runScenarioText(SLOW.replace('4MiB', '64KiB'), '--dashboard', 'off');
    expect([status, stderr.includes('dashboard')]).toEqual([0, false]);
  });

  test('can not be where something else listens, which is said before anything is started', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const where = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    try {
      const out = join(temporaryFolder(), 'run');
      expect(await run(['swarm', '--size', '64KiB', '--out', out, '--dashboard', where])).toMatchObject({
        status: 1,
        stdout: '',
        stderr: `seedbed: ${where} is in use; stop what listens there, or name another port (0 picks a free one)\n`,
      });
      expect(existsSync(out)).toBe(false);
      const wrong = await run(['swarm', '--dashboard', 'here', '--out', out]);
      expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining('--dashboard')]);
    } finally {
      await new Promise((resolve) => taken.close(resolve));
    }
  });
});

describe('seedbed dashboard', () => {
  test('shows a run that is over, until it is asked to stop', async () => {
    const { status } = await runScenarioText(SLOW.replace('4MiB', '256KiB').replace('count: 2', 'count: 1'));
    expect(status).toBe(0);
    const out = join(temporaryFolder(), 'run');
    expect(await run(['swarm', '--leeches', '1', '--size', '256KiB', '--out', out])).toMatchObject({ status: 0 });
    const dashboard = start(['dashboard', out]);
    const [, url = ''] = await dashboard.says(/^dashboard: (http:\/\/127\.0\.0\.1:\d+\/)\n/);
    expect(await (await fetch(`${url}api/run`)).json()).toMatchObject({
      ...{ name: 'swarm', live: false, actions: false, eventLevel: 'block', content: { length: 262_144 } },
      peers: [
        { name: 'seed-1', role: 'seed' },
        { name: 'leech-1', role: 'leech' },
      ],
    });
    const record = await (await fetch(`${url}api/events.ndjson`)).text();
    expect(record).toBe(readFileSync(join(out, 'events.ndjson'), 'utf8'));
    expect(await (await fetch(url)).text()).toMatch(/<!doctype html>/i);
    dashboard.signal('SIGTERM');
    expect(await dashboard.ends()).toMatchObject({ status: 0, stderr: '' });
  });

  test('says in one line what is no run', async () => {
    const dir = temporaryFolder();
    const { status, stdout, stderr } = await run(['dashboard', dir]);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toBe(`seedbed: ${join(dir, 'events.ndjson')} can't be read (ENOENT); name the folder of a run\n`);
  });
});

test('a page that reads nothing holds up neither the run nor its end', async () => {
  const started = startScenario(SLOW.replace('4MiB', '1MiB'));
  const { url } = await pageOf(started.swarm);
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => {});
  socket.pause();
  socket.write(`GET /api/events HTTP/1.1\r\nhost: ${new URL(url).host}\r\n\r\n`);
  const { status } = await started.ends();
  expect(status).toBe(0);
  await waitUntil(() => {
    socket.resume();
    return socket.closed || socket.readableEnded ? undefined : 'the connection is open still';
  });
  socket.destroy();
});
