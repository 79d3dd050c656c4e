import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { encodeEvent } from '@seedbed/events';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parseAction } from '../../src/server/action.ts';
import { ActionError, createDashboard, type DashboardAction, type DashboardOptions } from '../../src/server/index.ts';
import { header, recordedSwarm } from '../support/recorded-swarm.ts';
import { type Served, serve } from '../support/serving.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const lines = recordedSwarm().map(encodeEvent).join('');

const recordedRun = async (options: Partial<DashboardOptions> = {}): Promise<Served> => {
  const folder = temporaryFolder();
  const page = join(folder, 'page');
  mkdirSync(join(page, 'assets'), { recursive: true });
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>Seedbed</title>');
  writeFileSync(join(page, 'assets', 'main-abc.js'), 'export {};');
  writeFileSync(join(page, '.stamp'), 'not to be read');
  writeFileSync(join(folder, 'secret.js'), 'not to be read either');
  const events = join(folder, 'events.ndjson');
  writeFileSync(events, lines);
  return serve(createDashboard({ header, source: { events }, token: 'secret', page, ...options }));
};

describe('the page', () => {
  it('may load from its own server alone, and is shown in no frame', async () => {
    const server = await recordedRun();
    const { status, headers, text } = await server.fetch('/');
    expect([status, text]).toEqual([200, '<!doctype html><title>Seedbed</title>']);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(String(headers['content-security-policy']).split('; ').sort()).toEqual(
      [
        ...[
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self' data:",
          "connect-src 'self'",
        ],
        ...["frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"],
      ].sort(),
    );
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect((await server.fetch('/assets/main-abc.js?v=1')).headers['content-type']).toBe(
      'text/javascript; charset=utf-8',
    );
  });

  it('is packed for those who take it, and not sent again to those who have it', async () => {
    const server = await recordedRun();
    const packed = await server.open('/assets/main-abc.js', { headers: { 'accept-encoding': 'gzip, br' } });
    expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
    expect(gunzipSync(await buffer(packed)).toString()).toBe('export {};');
    const { headers, text } = await server.fetch('/assets/main-abc.js');
    expect([headers['content-encoding'], text]).toEqual([undefined, 'export {};']);
    const again = await server.fetch('/', { headers: { 'if-none-match': (await server.fetch('/')).headers.etag } });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it('is read anew when it was built anew', async () => {
    const page = temporaryFolder();
    const server = await recordedRun({ page });
    expect((await server.fetch('/')).status).toBe(503);
    for (const build of ['one', 'another']) {
      mkdirSync(join(page, 'assets'), { recursive: true });
      writeFileSync(join(page, 'assets', `main-${build}.js`), build);
      writeFileSync(join(page, 'index.html'), `the page of ${build} build`);
      expect((await server.fetch('/')).text).toBe(`the page of ${build} build`);
      expect((await server.fetch(`/assets/main-${build}.js`)).text).toBe(build);
    }
  });

  it.each([
    '/../secret.js',
    '/assets/../../secret.js',
    '/assets/%2e%2e/%2e%2e/secret.js',
    '//secret.js',
    '/.stamp',
    '/assets',
    '/constructor',
    '/nothing',
  ])('leads nowhere else: %s', async (path) => {
    const { status, text } = await (await recordedRun()).fetch(path);
    expect(status).toBe(404);
    expect(text).not.toContain('not to be read');
  });

  it('says what to do where it has not been built', async () => {
    const { status, text } = await (await recordedRun({ page: '/nowhere' })).fetch('/');
    expect(status).toBe(503);
    expect(text).toContain('npm run setup');
  });

  it.each(['evil.example', 'evil.example:80', '127.0.0.1.evil.example', 'localhost.evil.example', '10.0.0.1', '[::2]'])(
    'is not given to a page of another site that leads its own name here: Host %s',
    async (host) => {
      const server = await recordedRun();
      for (const path of ['/', '/api/run', '/api/events.ndjson']) {
        expect((await server.fetch(path, { headers: { host } })).status).toBe(403);
      }
    },
  );

  it.each(['localhost', 'LOCALHOST:1', '127.0.0.1', '127.9.9.9:80', '[::1]:8080'])(
    'is given by Host %s',
    async (host) => {
      expect((await (await recordedRun()).fetch('/api/run', { headers: { host } })).status).toBe(200);
    },
  );

  it.each(['/', '/assets/main-abc.js', '/api/run', '/api/events.ndjson', '/nothing'])(
    'answers HEAD %s as GET, without a body',
    async (path) => {
      const server = await recordedRun();
      const { date: _, 'transfer-encoding': __, ...headers } = (await server.fetch(path)).headers;
      const head = await server.fetch(path, { method: 'HEAD' });
      expect(head).toMatchObject({ status: path === '/nothing' ? 404 : 200, text: '', headers });
    },
  );

  it('answers other methods with what is right', async () => {
    const server = await recordedRun();
    const { status, headers } = await server.fetch('/', { method: 'POST', body: 'x' });
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD']);
    expect((await server.fetch('/api/actions')).headers.allow).toBe('POST');
  });
});

describe('a recorded run', () => {
  it('has a header, and its events as they lie in its folder', async () => {
    const server = await recordedRun();
    expect(JSON.parse((await server.fetch('/api/run')).text)).toEqual(header);
    expect((await server.fetch('/api/events.ndjson')).text).toBe(lines);
  });

  it('comes packed where that is wanted', async () => {
    const response = await (await recordedRun()).open('/api/events.ndjson', {
      headers: { 'accept-encoding': 'br, gzip' },
    });
    expect(response.headers['content-encoding']).toBe('gzip');
    const packed = await buffer(response);
    expect(packed.length).toBeLessThan(lines.length / 4);
    expect(gunzipSync(packed).toString()).toBe(lines);
  });

  it('takes no action and has no live events', async () => {
    const server = await recordedRun();
    const headers = { 'x-seedbed-token': 'secret', 'content-type': 'application/json' };
    const answer = await server.fetch('/api/actions', { method: 'POST', headers, body: '{"kind":"heal"}' });
    expect(answer.status).toBe(409);
    expect((await server.fetch('/api/events')).status).toBe(404);
  });
});

describe('an action', () => {
  const withActions = async (refusal?: string): Promise<{ done: DashboardAction[]; send: Send; server: Served }> => {
    const done: DashboardAction[] = [];
    const act = (action: DashboardAction): void => {
      if (refusal !== undefined) throw new ActionError(refusal);
      done.push(action);
    };
    const server = await recordedRun({ act });
    const send: Send = (body, headers = {}) =>
      server.fetch('/api/actions', {
        method: 'POST',
        headers: { 'x-seedbed-token': 'secret', 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
    return { done, send, server };
  };
  type Send = (body: unknown, headers?: Readonly<Record<string, string>>) => ReturnType<Served['fetch']>;

  const actions: readonly DashboardAction[] = [
    { kind: 'kill', peer: 'leech-1' },
    { kind: 'pause', peer: '<img onerror=alert(1)>' },
    { kind: 'resume', peer: 'leech-1' },
    { kind: 'corrupt', peer: 'seed-1' },
    { kind: 'add-leech' },
    { kind: 'add-leech', group: 'fast' },
    { kind: 'link', peer: 'leech-1', upload: 1_048_576, download: null, latency: 50 },
    { kind: 'link', peer: 'leech-1', latency: 0 },
    { kind: 'partition', sides: [['seed-1'], ['leech-1', 'leech-2']] },
    { kind: 'heal' },
    { kind: 'tracker', state: 'down' },
  ];

  it.each(actions)('is done as it was asked for: %j', async (action) => {
    const { done, send } = await withActions();
    expect((await send(action)).status).toBe(202);
    expect(done).toEqual([action]);
  });

  it.each([
    ['kind is one of', { kind: 'explode' }],
    ['kind is one of', { kind: '__proto__' }],
    ['an object', []],
    ['an object', null],
    ['not JSON', '{"kind":'],
    ['peer is a name', { kind: 'kill' }],
    ['peer is a name', { kind: 'kill', peer: '' }],
    ['peer is a name', { kind: 'kill', peer: ['leech-1'] }],
    ['peer is a name', { kind: 'kill', peer: 'x'.repeat(201) }],
    ['kill takes peer', { kind: 'kill', peer: 'leech-1', now: true }],
    ['heal takes nothing else', { kind: 'heal', all: true }],
    ['upload, download or latency', { kind: 'link', peer: 'leech-1' }],
    ['upload is a whole number', { kind: 'link', peer: 'leech-1', upload: 1 }],
    ['upload is a whole number', { kind: 'link', peer: 'leech-1', upload: 1e99 }],
    ['upload is a whole number', { kind: 'link', peer: 'leech-1', upload: '1MiB' }],
    ['latency is 0 to', { kind: 'link', peer: 'leech-1', latency: -1 }],
    ['sides are two lists', { kind: 'partition', sides: [['a']] }],
    ['sides are two lists', { kind: 'partition', sides: [['a'], []] }],
    ['sides are two lists', { kind: 'partition', sides: [['a'], ['b'], ['c']] }],
    ['state is', { kind: 'tracker', state: 'sideways' }],
  ])('that makes no sense is answered with what would: %s', async (expected, body) => {
    const { done, send } = await withActions();
    const { status, text } = await send(body);
    expect(status).toBe(400);
    expect((JSON.parse(text) as { error: { message: string } }).error.message).toContain(expected);
    expect(done).toEqual([]);
  });

  it('needs the token of the run', async () => {
    const { done, send } = await withActions();
    for (const token of ['', 'wrong', 'secret ']) {
      const { status } = await send({ kind: 'heal' }, token === 'secret ' ? {} : { 'x-seedbed-token': token });
      expect(status).toBe(token === 'secret ' ? 202 : 403);
    }
    expect(done).toHaveLength(1);
  });

  it('is taken from the page itself alone, and from what is no browser, whoever has the token', async () => {
    const { done, send, server } = await withActions();
    const host = `127.0.0.1:${server.port}`;
    const foreign = ['http://evil.example', `https://${host}`, `http://127.0.0.1:${server.port + 1}`, 'null', ''];
    for (const headers of [...foreign.map((origin) => ({ origin })), { 'sec-fetch-site': 'cross-site' }]) {
      const { status, text } = await send({ kind: 'heal' }, headers);
      const message = 'an action is taken from the page of the run itself alone';
      expect([status, JSON.parse(text)]).toEqual([403, { error: { message } }]);
    }
    expect(done).toEqual([]);
    const own = { origin: `http://${host}`, 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' };
    expect((await send({ kind: 'heal' }, own)).status).toBe(202);
    const byName = { host: `localhost:${server.port}`, origin: `http://localhost:${server.port}` };
    expect((await send({ kind: 'heal' }, byName)).status).toBe(202);
    expect(done).toHaveLength(2);
  });

  it('is taken as JSON alone, which a form of another site can not send', async () => {
    const { done, send } = await withActions();
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx', '']) {
      expect((await send({ kind: 'heal' }, { 'content-type': type })).status).toBe(415);
    }
    expect((await send({ kind: 'heal' }, { 'content-type': 'application/json; charset=utf-8' })).status).toBe(202);
    expect(done).toHaveLength(1);
  });

  it('of more than 4 KiB is not read', async () => {
    const { done, send } = await withActions();
    expect((await send(`{"kind":"kill","peer":"x"${' '.repeat(5_000)}}`)).status).toBe(413);
    expect(done).toEqual([]);
  });

  it('that can not be done is answered with why', async () => {
    const { send } = await withActions('leech-1 is not there');
    const { status, text } = await send({ kind: 'kill', peer: 'leech-1' });
    expect([status, text]).toEqual([400, '{"error":{"message":"leech-1 is not there"}}']);
  });
});

test('whatever is sent as an action is either one or refused', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.anything(), fc.object({ key: fc.constantFrom('kind', 'peer', 'upload', 'sides') })),
      (value) => {
        try {
          expect(typeof parseAction(value).kind).toBe('string');
        } catch (error) {
          expect(error).toBeInstanceOf(ActionError);
        }
      },
    ),
  );
});
