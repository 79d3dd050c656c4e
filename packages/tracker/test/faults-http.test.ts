import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { encodeAnnounceQuery, type PeerAddress, parseAddress } from '@seedbed/protocol';
import { startTracker, type Tracker, type TrackerConfig, TrackerUsageError, trackerConfig } from '@seedbed/tracker';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { addressOf, infoHash, requestOf } from './swarm-fixtures.ts';
import { type Asking, announceTo, ask, type Reply } from './tracker-client.ts';

const running: Tracker[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.close()));
});

const freeAddress = (): PeerAddress => ({
  ip: `127.${randomInt(1, 255)}.${randomInt(255)}.${randomInt(1, 255)}`,
  port: 0,
});

async function start(changes: Partial<TrackerConfig>): Promise<Tracker> {
  const tracker = await startTracker(
    trackerConfig({ http: freeAddress(), maxPeers: 100, maxTorrents: 10, ...changes }),
  );
  running.push(tracker);
  return tracker;
}

const refusals = async (tracker: Tracker): Promise<unknown> =>
  (JSON.parse((await ask(tracker.address, '/stats.json')).body.toString()) as { requests: unknown }).requests;

describe('over HTTP', () => {
  test('a failure reason on purpose: the peer is not stored', async () => {
    const tracker = await start({ fault: ['failure:closed'] });
    expect(await announceTo(tracker.address, 1)).toEqual({ ok: false, failure: 'closed' });
    expect(await refusals(tracker)).toMatchObject({ failures: 1, failuresByKind: { 'on-purpose': 1 } });
    expect(JSON.parse((await ask(tracker.address, '/stats.json')).body.toString())).toMatchObject({ peers: 0 });
  });

  test('the connection is closed, for announces and scrapes and nothing else', async () => {
    const tracker = await start({ fault: ['refuse'] });
    await expect(announceTo(tracker.address, 1)).rejects.toThrow(/socket hang up|ECONNRESET/);
    await expect(ask(tracker.address, '/scrape')).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect((await ask(tracker.address, '/healthz')).status).toBe(200);
  });

  test('status 500', async () => {
    const tracker = await start({ fault: ['http-500'] });
    const { status, headers } = await ask(tracker.address, '/announce');
    expect({ status, type: headers['content-type'] }).toEqual({ status: 500, type: 'text/html' });
  });

  test('half an answer', async () => {
    const tracker = await start({ fault: ['truncated'] });
    const { status, body } = await ask(tracker.address, '/announce');
    expect({ status, body: body.toString() }).toEqual({ status: 200, body: 'd14:failure reason20:' });
  });

  test('an answer that comes late, and a tracker that closes before', async () => {
    const tracker = await start({ fault: ['delay:50ms'] });
    const begin = performance.now();
    expect(await announceTo(tracker.address, 1)).toMatchObject({ ok: true });
    expect(performance.now() - begin).toBeGreaterThanOrEqual(49);
    const stubborn = await start({ fault: ['delay:1h'] });
    const asked = announceTo(stubborn.address, 1).catch((error: Error) => error.message);
    // The announce has arrived when its peer is there.
    while (!(await ask(stubborn.address, '/stats.json')).body.includes('"peers":1'));
    await stubborn.close();
    expect(await asked).toMatch(/socket hang up|ECONNRESET/);
  });

  test('a fault that nobody knows ends the start, and names the nearest', async () => {
    const error = await start({ fault: ['self', 'refuze'] }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TrackerUsageError);
    expect(error).toMatchObject({ message: "--fault: there is no fault 'refuze'; did you mean refuse?" });
  });
});

describe('the control address', () => {
  const json = { 'Content-Type': 'application/json' };

  async function startControlled(token?: string): Promise<{ tracker: Tracker; control: PeerAddress }> {
    const tracker = await start({ control: freeAddress(), controlToken: token });
    const control = parseAddress(new URL(tracker.control ?? '').host);
    if (control === undefined) throw new Error(`${tracker.control} holds no address`);
    return { tracker, control };
  }
  const toFaults = (control: PeerAddress, asking: Asking): Promise<Reply> => ask(control, '/api/faults', asking);
  const put = (control: PeerAddress, faults: unknown, headers = json): Promise<Reply> =>
    toFaults(control, { method: 'PUT', headers, body: JSON.stringify({ faults }) });

  test('faults come and go while the tracker runs', async () => {
    const { tracker, control } = await startControlled();
    expect((await toFaults(control, {})).body.toString()).toBe('{"faults":[]}\n');
    const set = await put(control, ['failure:later', 'delay:1ms@0.5']);
    expect([set.status, set.body.toString()]).toEqual([200, '{"faults":["failure:later","delay:1ms@0.5"]}\n']);
    expect(await announceTo(tracker.address, 1)).toEqual({ ok: false, failure: 'later' });
    expect((await toFaults(control, { method: 'DELETE' })).body.toString()).toBe('{"faults":[]}\n');
    expect(await announceTo(tracker.address, 1)).toMatchObject({ ok: true });
  });

  test('a fault meets connections that were open before it', async () => {
    const { tracker, control } = await startControlled();
    const { ip: host, port } = tracker.address;
    const socket = connect({ host, port });
    onTestFinished(() => void socket.destroy());
    const announced = async (): Promise<string> => {
      const query = encodeAnnounceQuery(requestOf(1));
      socket.write(`GET /announce?${query} HTTP/1.1\r\nHost: t\r\n\r\n`);
      const [bytes] = await once(socket, 'data');
      return String(bytes);
    };
    expect(await announced()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    await put(control, ['http-500']);
    expect(await announced()).toMatch(/^HTTP\/1\.1 500 /);
  });

  test.each([
    ['an unknown fault', ['nothing'], 400, 'bad-request', "there is no fault 'nothing'"],
    ['a fault that is no text', [1], 400, 'bad-request', 'a fault is a text'],
    ['no list', 'self', 400, 'bad-request', 'send {"faults"'],
    ['very many', Array.from({ length: 101 }, () => 'self'), 400, 'bad-request', 'at most 100'],
    ['a long body', ['x'.repeat(70_000)], 413, 'too-large', 'at most 65536 bytes'],
  ])('%s is refused, and nothing changes', async (_, faults, status, code, message) => {
    const { control } = await startControlled();
    await put(control, ['self']);
    const refused = await put(control, faults);
    expect(refused.status).toBe(status);
    expect(JSON.parse(refused.body.toString())).toEqual({ error: { code, message: expect.stringContaining(message) } });
    expect((await toFaults(control, {})).body.toString()).toBe('{"faults":["self"]}\n');
  });

  test.each([
    ['something else beside faults', { method: 'PUT', headers: json, body: '{"faults":[],"x":1}' }, 400, 'bad-request'],
    ['no JSON', { method: 'PUT', headers: json, body: '{' }, 400, 'bad-json'],
    [
      'what a form sends',
      { method: 'PUT', headers: { 'Content-Type': 'text/plain' }, body: '{}' },
      415,
      'unsupported-type',
    ],
    ['another method', { method: 'POST' }, 405, 'method-not-allowed'],
    ['another name of this machine', { headers: { Host: 'tracker.example' } }, 403, 'forbidden-host'],
    ['a page of another site', { headers: { Origin: 'http://example.org' } }, 403, 'cross-origin'],
    ['a script of another site', { headers: { 'Sec-Fetch-Site': 'cross-site' } }, 403, 'cross-origin'],
  ])('%s', async (_, asking: Asking, status, code) => {
    const { control } = await startControlled();
    const reply = await toFaults(control, asking);
    expect([reply.status, JSON.parse(reply.body.toString())]).toMatchObject([status, { error: { code } }]);
  });

  test('elsewhere there is nothing, and nothing of it at the address for announces', async () => {
    const { tracker, control } = await startControlled();
    expect((await ask(control, '/announce')).status).toBe(404);
    expect((await ask(tracker.address, '/api/faults')).status).toBe(404);
    expect((await toFaults(tracker.address, { method: 'DELETE' })).status).toBe(405);
  });

  test('with a token only who knows it', async () => {
    const token = 'correct-horse-battery';
    const { control } = await startControlled(token);
    for (const authorization of [undefined, 'Bearer wrong-horse-battery', `Basic ${token}`, token]) {
      const headers = authorization === undefined ? {} : { Authorization: authorization };
      const reply = await toFaults(control, { headers });
      expect([reply.status, reply.headers['www-authenticate']]).toEqual([401, 'Bearer realm="seedbed"']);
    }
    const headers = { Authorization: `Bearer ${token}`, Host: 'tracker.example' };
    expect((await toFaults(control, { headers })).status).toBe(200);
  });

  test.each([
    ['open to others without a token', { control: { ip: '0.0.0.0', port: 0 } }, /needs a token: give --control-token/],
    ['a token that can be guessed', { control: { ip: '127.0.0.1', port: 0 }, controlToken: 'short' }, /16 to 256/],
  ])('%s: no start, and nothing is left listening', async (_, changes, message) => {
    const http = { ip: freeAddress().ip, port: 39_181 };
    await expect(start({ http, ...changes })).rejects.toThrow(message);
    await expect(ask(http, '/healthz')).rejects.toThrow('ECONNREFUSED');
  });

  test('an address that is taken is named with its flag', async () => {
    const { control } = await startControlled();
    await expect(start({ control })).rejects.toThrow(/ is taken by another program: .* with --control \(port/);
  });
});

test('a peer that is refused tells why to nobody but its client', async () => {
  const tracker = await start({ announcesPerMinute: 2 });
  const from = { from: addressOf(1).ip };
  for (const n of [1, 2]) expect(await announceTo(tracker.address, n, {}, from)).toMatchObject({ ok: true });
  expect(await announceTo(tracker.address, 3, { infoHash: infoHash(2) }, from)).toEqual({
    ok: false,
    failure: expect.stringMatching(/^too many announces from your address; come again in (30|29) s$/),
    retryIn: 60,
  });
  expect(await announceTo(tracker.address, 4, {}, { from: addressOf(2).ip })).toMatchObject({ ok: true });
  expect(await refusals(tracker)).toMatchObject({ failuresByKind: { 'rate-limited': 1 } });
});
