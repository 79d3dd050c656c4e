import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { deedsIn, runScenarioText, startScenario } from './harness/scenario-run.ts';
import { ROOT, type Running, run, start } from './harness/seedbed.ts';
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

/** A record of a real run. */
const TOUR_EVENTS = join(ROOT, 'packages/dashboard/tour/recording/events.ndjson');

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

/** The first address by which others reach this machine, if it has one. */
const addressOfMachine = (): string | undefined =>
  Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .find(({ internal, family, address }) => !internal && family === 'IPv4' && !address.startsWith('169.254.'))
    ?.address;

const statusFor = (ip: string, port: string, host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const request = get({ host: ip, port, path: '/api/run', agent: false, headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.once('error', reject);
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

  test('says when others can reach it what they can do, and where they find it', async () => {
    const started = startScenario(SLOW, '--dashboard', '0.0.0.0:0');
    const { url, token } = await pageOf(started.swarm);
    const { port } = new URL(url);
    const [, found] = await started.swarm.says(
      /\ndashboard: (?:others find it at (\S+); )?everybody in the network who has this link can act on the run\n/,
    );
    const own = addressOfMachine();
    expect(found).toBe(own === undefined ? undefined : `http://${own}:${port}/#token=${token}`);
    expect(await statusFor(own ?? '127.0.0.1', port, `${own ?? 'localhost'}:${port}`)).toBe(200);
    expect(await statusFor('127.0.0.1', port, `localhost:${port}`)).toBe(200);
    // A page of another site may lead its own name to any address of ours.
    expect(await statusFor(own ?? '127.0.0.1', port, `evil.example:${port}`)).toBe(403);
    expect(await statusFor('127.0.0.1', port, `0.0.0.0:${port}`)).toBe(403);
    started.swarm.signal('SIGINT');
    expect((await started.ends()).status).toBe(130);
  });

  test('says what can not be done, and the run goes on', async () => {
    const dir = temporaryFolder();
    const [file, out] = [join(dir, 'scenario.yaml'), join(dir, 'run')];
    writeFileSync(file, SLOW);
    // Nobody stands still without a shell that would wake him if the launcher were killed.
    const swarm = start(['swarm', file, '--out', out], { environment: { PATH: dir } });
    const page = await pageOf(swarm);
    await swarm.says(/downloading/);
    const answer = await send(page, { kind: 'pause', peer: 'leech-1' });
    expect(answer).toEqual([400, expect.stringContaining('there is no sh to guard it')]);
    expect(await swarm.ends()).toMatchObject({ status: 0 });
    const deeds = readFileSync(join(out, 'events.ndjson'), 'utf8').match(/"action":"[a-z]+"/g);
    expect(deeds).toEqual(['"action":"pause"', '"action":"resume"']);
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

  test('says what of a record is damaged, and shows the rest', async () => {
    const dir = temporaryFolder();
    const lines = readFileSync(TOUR_EVENTS, 'utf8').trimEnd().split('\n');
    const tooLong = `{"type":"block","peer":"${'x'.repeat(50 * 1024 * 1024)}"}`;
    const damaged = [...lines.slice(0, 500), '{"type":', ...lines.slice(500, 700), tooLong, '', ...lines.slice(701)];
    writeFileSync(join(dir, 'events.ndjson'), `${damaged.join('\n')}\n`);
    writeFileSync(join(dir, 'timeline.json'), '{"peers": [');
    writeFileSync(join(dir, 'manifest.json'), '{"request": {}}');
    const written = { scenario: { name: 'tour' }, events: { written: lines.length + 4 } };
    writeFileSync(join(dir, 'summary.json'), JSON.stringify(written));
    // The long line would not fit.
    const environment = { NODE_OPTIONS: '--max-old-space-size=40' };
    const dashboard = start(['dashboard', dir, '--listen', '0.0.0.0:0'], { environment });
    const [, url = ''] = await dashboard.says(/^dashboard: (http:\/\/127\.0\.0\.1:\d+\/)\n/);
    await dashboard.says(/is damaged/);
    expect((await (await fetch(`${url}api/events.ndjson`)).text()).length).toBeGreaterThan(50 * 1024 * 1024);
    dashboard.signal('SIGTERM');
    const { status, stderr } = await dashboard.ends();
    expect(status).toBe(0);
    const own = addressOfMachine();
    const find = own === undefined ? '' : `others find it at ${url.replace('127.0.0.1', own)}; `;
    const counts = `2 lines can't be read, the first is line 501, 3 of ${lines.length + 4} events missing`;
    expect(stderr.trimEnd().split('\n')).toEqual([
      `dashboard: ${find}everybody in the network can see the run`,
      `dashboard: ${dir}/timeline.json can't be read: it is not JSON; the links of the peers and what was planned are not shown`,
      `dashboard: ${dir}/events.ndjson is damaged: ${counts}; the ${lines.length - 1} events that can be read are shown`,
    ]);
  });

  test('shows a record that is alone, and says what is not shown', async () => {
    const dir = temporaryFolder();
    copyFileSync(TOUR_EVENTS, join(dir, 'events.ndjson'));
    const dashboard = start(['dashboard', dir]);
    await dashboard.says(/manifest\.json/);
    dashboard.signal('SIGTERM');
    const { stderr } = await dashboard.ends();
    expect(stderr.trimEnd().split('\n')).toEqual([
      `dashboard: ${dir}/timeline.json is missing; the links of the peers and what was planned are not shown`,
      `dashboard: ${dir}/summary.json is missing; how the run ended and its bound are not shown`,
      `dashboard: ${dir}/manifest.json is missing; the page shows nothing of it anyway`,
    ]);
  });

  test.each([
    ['', 'is empty: the run ended before its first event'],
    ['no event\nand none here\n', 'holds no event: none of its 2 lines can be read, from line 1 on'],
  ])('shows nothing where there is no event: %j', async (text, why) => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, 'events.ndjson'), text);
    const ended = await run(['dashboard', dir]);
    expect(ended).toEqual({ status: 1, stdout: '', stderr: `seedbed: ${dir}/events.ndjson ${why}\n` });
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
