import { EventEmitter } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { join } from 'node:path';
import type { SwarmEvent } from '@seedbed/events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventStream } from '../src/control/event-stream.ts';
import { EventStreams } from '../src/control/event-streams.ts';
import { EventHub } from '../src/event-hub.ts';
import { someBytes, torrentFile } from './support/content.ts';
import { ask, type ControlClient, controlled } from './support/control.ts';
import { until } from './support/until.ts';

const HASH = '11'.repeat(20);

const cleanups: (() => void)[] = [];

afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** A client of server-sent events that can stop to read. */
class Listener {
  readonly #socket: Socket;
  #text = '';

  constructor(base: string, path: string) {
    const { hostname: host, port } = new URL(base);
    this.#socket = connect({ host, port: Number(port) });
    this.#socket.on('error', () => {});
    this.#socket.setEncoding('utf8').on('data', (text: string) => {
      this.#text += text;
    });
    this.#socket.write(`GET ${path} HTTP/1.0\r\nHost: ${host}\r\n\r\n`);
    cleanups.push(() => this.#socket.destroy());
  }

  get text(): string {
    return this.#text;
  }

  get events(): (SwarmEvent & { infoHash?: string })[] {
    const whole = this.#text.slice(0, this.#text.lastIndexOf('\n\n') + 2);
    return [...whole.matchAll(/^data: (.*)$/gm)].map(([, json = '']) => JSON.parse(json));
  }

  types(): string {
    return this.events.map(({ type }) => type).join();
  }

  async isOpen(): Promise<void> {
    await until(() => this.#text.includes(': events') || `it said ${this.#text}`);
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  leave(): void {
    this.#socket.destroy();
  }
}

/** Streams of a hub behind a server of their own. */
const served = async () => {
  const levels: string[] = [];
  const hub = new EventHub((level) => levels.push(level));
  const streams = new EventStreams(hub);
  const server = createServer((request, response) => {
    const query = new URLSearchParams(request.url?.split('?')[1]);
    streams.open(response, (query.get('level') ?? 'piece') as 'piece', query.get('torrent') ?? undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.84.80.1', resolve));
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const base = `http://127.84.80.1:${(server.address() as AddressInfo).port}`;
  return { hub, streams, levels, base, emit: hub.sinkOf(HASH).emit };
};

const fault = (reason: string): SwarmEvent => ({ type: 'fault', reason, t: 1, peer: 'peer' });
const have = (piece: number): SwarmEvent => ({ type: 'have', piece, peers: 1, t: 1, peer: 'peer' });

describe('server-sent events', () => {
  it('come to each client up to its level, with the torrent they are about', async () => {
    const { base, emit, levels } = await served();
    const everything = new Listener(base, '/?level=block');
    const little = new Listener(base, '/?level=peer');
    const other = new Listener(base, `/?torrent=${'22'.repeat(20)}`);
    await Promise.all([everything, little, other].map((listener) => listener.isOpen()));
    expect(levels.at(-1)).toBe('block');
    emit(have(7));
    emit(fault('full'));
    await until(() => everything.events.length === 2 || everything.text);
    await until(() => little.events.length === 1 || little.text);
    expect(everything.events).toEqual([
      { ...have(7), infoHash: HASH },
      { ...fault('full'), infoHash: HASH },
    ]);
    expect([little.types(), other.types()]).toEqual(['fault', '']);
    expect(everything.text).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*content-type: text\/event-stream\r\n/i);
  });

  it('make engines tell no more than somebody reads', async () => {
    const { base, hub, levels, streams } = await served();
    expect(hub.level).toBe('peer');
    const listener = new Listener(base, '/?level=block');
    await listener.isOpen();
    const second = new Listener(base, '/?level=piece');
    await second.isOpen();
    listener.leave();
    await until(() => streams.size === 1 || `${streams.size} read`);
    expect(hub.level).toBe('piece');
    second.leave();
    await until(() => streams.size === 0 || `${streams.size} read`);
    expect(levels).toEqual(['block', 'piece', 'peer']);
  });

  it('are lost by a client that is too slow, which is told how many, and by no other', async () => {
    const { base, emit, streams } = await served();
    const slow = new Listener(base, '/?level=block');
    const quick = new Listener(base, '/?level=block');
    await Promise.all([slow.isOpen(), quick.isOpen()]);
    slow.pause();
    let emitted = 0;
    await until(async () => {
      // As much as the quick one can take at a time.
      for (let i = 0; i < 2_000; i++) emit(fault(`${emitted++} ${'x'.repeat(100)}`));
      await until(() => quick.text.includes(`"${emitted - 1} `) || `${quick.text.length} of ${emitted} events`);
      return streams.lost > 0 || `${emitted} emitted, none lost`;
    });
    slow.resume();
    const told = () => slow.events.reduce((sum, event) => sum + (event.type === 'events-lost' ? event.count : 0), 0);
    await until(() => told() > 0 || 'not told');
    emit(fault('last'));
    await until(() => slow.text.includes('"last"') || 'the last one is missing');
    const came = slow.events.filter(({ type }) => type === 'fault').length;
    expect(came + told()).toBe(emitted + 1);
    expect(told()).toBe(streams.lost);
    expect(quick.events.filter(({ type }) => type === 'fault')).toHaveLength(emitted + 1);
    const numbers = slow.events.flatMap((event) => (event.type === 'fault' ? [Number.parseInt(event.reason, 10)] : []));
    expect(numbers.slice(0, -1)).toEqual(numbers.slice(0, -1).toSorted((a, b) => a - b));
  });
});

describe('a stream of events in which nothing happens', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('shows every 15 s that it is there, but not to a client that does not read', () => {
    const written: string[] = [];
    let isTaken = true;
    const response = Object.assign(new EventEmitter(), {
      writeHead: () => {},
      write: (text: string) => written.push(text) > 0 && isTaken,
    });
    const stream = new EventStream(response as unknown as ServerResponse, 'peer', undefined, () => {});
    vi.advanceTimersByTime(30_000);
    expect(written).toEqual([': events\n\n', ': still here\n\n', ': still here\n\n']);
    isTaken = false;
    vi.advanceTimersByTime(60_000);
    expect(written).toHaveLength(4);
    response.emit('drain');
    isTaken = true;
    vi.advanceTimersByTime(15_000);
    expect(written).toHaveLength(5);
    stream.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('/api/events', () => {
  const FILM = torrentFile('film', someBytes(1000), 16_384);
  const add = async (control: ControlClient): Promise<void> => void (await control.add(FILM));

  it('tells what happens in the daemon, and ends with it', async () => {
    const control = await controlled('127.84.81.1');
    const listener = new Listener(control.base, '/api/events?level=peer');
    await listener.isOpen();
    await add(control);
    await until(() => listener.types() === 'peer-started' || listener.types());
    expect(listener.events[0]).toMatchObject({ have: 0, infoHash: expect.stringMatching(/^[0-9a-f]{40}$/) });
    await control.daemon.torrents[0]?.remove();
    await until(() => listener.types() === 'peer-started,peer-stopped' || listener.types());
    await control.daemon.close();
  });

  it('tells blocks to who wants them, and no more to where the events of the daemon go by themselves', async () => {
    const seed = await controlled('127.84.82.1');
    writeFileSync(join(seed.dir, 'film'), someBytes(1000));
    await add(seed);
    const leech = await controlled('127.84.82.2', { engine: { eventLevel: 'peer' } });
    const listener = new Listener(leech.base, '/api/events?level=block');
    await listener.isOpen();
    const { ip, port } = seed.daemon.listen;
    await leech.add(FILM, `?connect=${ip}:${port}`);
    await until(() => listener.types().includes('completed') || listener.types());
    expect(listener.types()).toMatch(/^peer-started,connected,.*request,block,piece/);
    expect(leech.events.map(({ type }) => type)).toEqual(['peer-started', 'completed']);
  });

  it.each(['level=all', 'level=', 'level=peer&level=block', 'torrent=1', 'trace=wire'])('refuses %s', async (query) => {
    const { base } = await controlled('127.84.83.1');
    expect((await ask(base, 'GET', `/api/events?${query}`)).status).toBe(400);
  });

  it('has room for sixteen clients, and again when one of them leaves', async () => {
    const { base } = await controlled('127.84.84.1');
    const listeners = Array.from({ length: 16 }, () => new Listener(base, '/api/events'));
    await Promise.all(listeners.map((listener) => listener.isOpen()));
    const refused = await ask(base, 'GET', '/api/events');
    expect([refused.status, refused.text]).toEqual([503, expect.stringContaining('"code":"busy"')]);
    listeners[0]?.leave();
    await until(async () => {
      const listener = new Listener(base, '/api/events');
      await until(() => listener.text.includes('\r\n\r\n') || 'no answer');
      return listener.text.startsWith('HTTP/1.1 200') || listener.text;
    });
  });

  it('answers HEAD without a stream', async () => {
    const { base } = await controlled('127.84.85.1');
    const reply = await ask(base, 'HEAD', '/api/events');
    expect([reply.status, reply.headers['content-type'], reply.text]).toEqual([
      200,
      expect.stringContaining('text/event-stream'),
      '',
    ]);
  });
});
