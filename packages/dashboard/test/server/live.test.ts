import { once } from 'node:events';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { createDashboard, Journal } from '../../src/server/index.ts';
import { eventsOf, linesOf } from '../support/event-source.ts';
import { header } from '../support/recorded-swarm.ts';
import { afterwards, type Served, serve } from '../support/serving.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const line = (number: number, filling = ''): string => JSON.stringify({ number, filling });
const some = (from: number, to: number, filling = ''): string[] =>
  Array.from({ length: to - from }, (_, index) => line(from + index, filling));

const liveRun = async (): Promise<{ journal: Journal; server: Served; path: string }> => {
  const path = join(temporaryFolder(), 'live.ndjson');
  const journal = await Journal.open(path);
  const server = await serve(
    createDashboard({ header: { ...header, live: true }, source: { journal }, token: 'secret' }),
  );
  afterwards(() => journal.close());
  return { journal, server, path };
};

const write = (journal: Journal, lines: readonly string[]): void => {
  for (const one of lines) journal.append(one);
};

describe('events of a run that goes on', () => {
  it('come to whoever is there, with the number of lines as their id', async () => {
    const { journal, server } = await liveRun();
    const response = await server.open('/api/events');
    expect(response.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    const events = eventsOf(response);
    write(journal, some(0, 3));
    expect((await events.next()).value).toEqual({
      type: 'message',
      id: `3@${journal.id}`,
      data: some(0, 3).join('\n'),
    });
    write(journal, some(3, 4));
    expect((await events.next()).value).toEqual({ type: 'message', id: `4@${journal.id}`, data: line(3) });
  });

  it('come to a latecomer from the first on, and are followed by the word that it is over', async () => {
    const { journal, server } = await liveRun();
    const early = linesOf(await server.open('/api/events'));
    write(journal, some(0, 10_000));
    const late = linesOf(await server.open('/api/events'));
    write(journal, some(10_000, 20_000));
    journal.end();
    expect(await early).toEqual(some(0, 20_000));
    expect(await late).toEqual(some(0, 20_000));
    expect(await linesOf(await server.open('/api/events'))).toEqual(some(0, 20_000));
  });

  it('end with how the run ended, where that is known', async () => {
    const ending = { outcome: 'failed', reason: 'a\nb' } as const;
    for (const known of [ending, undefined]) {
      const { journal, server } = await liveRun();
      journal.end(known);
      const { value } = await eventsOf(await server.open('/api/events')).next();
      expect(value).toEqual({ type: 'end', id: '', data: JSON.stringify({ ending: known }) });
    }
  });

  it('go on where a browser was that comes back, in the middle of a batch too', async () => {
    const { journal, server } = await liveRun();
    write(journal, some(0, 5_000, 'x'.repeat(20)));
    journal.end();
    for (const had of [0, 1, 1_234, 4_999, 5_000]) {
      const response = await server.open('/api/events', { headers: { 'last-event-id': `${had}@${journal.id}` } });
      expect(await linesOf(response)).toEqual(some(had, 5_000, 'x'.repeat(20)));
    }
    for (const nonsense of ['-1', 'x', '7', `${'9'.repeat(40)}@${journal.id}`]) {
      const response = await server.open('/api/events', { headers: { 'last-event-id': nonsense } });
      expect(await linesOf(response)).toHaveLength(5_000);
    }
  });

  it('are not added to those of another run', async () => {
    const { server } = await liveRun();
    const headers = { 'last-event-id': '7@the run before' };
    expect(await server.fetch('/api/events', { headers })).toMatchObject({ status: 204, text: '' });
  });

  it('are all sent to a slow client too, from the file, while memory keeps the latest alone', async () => {
    const { journal, server } = await liveRun();
    const slow = await server.open('/api/events');
    slow.pause();
    // Far more than sockets and memory take.
    const filling = 'y'.repeat(1_000);
    for (let from = 0; from < 30_000; from += 1_000) {
      write(journal, some(from, from + 1_000, filling));
      await new Promise((resolve) => setImmediate(resolve));
    }
    const quick = await linesOf(await server.open('/api/events'), 30_000);
    expect(quick).toEqual(some(0, 30_000, filling));
    journal.end();
    expect(await linesOf(slow)).toEqual(quick);
  });

  it('are followed by one while any number of others come and go', async () => {
    const { journal, server } = await liveRun();
    const constant = linesOf(await server.open('/api/events'));
    for (let others = 0; others < 2 * 65; others += 1) {
      const other = await server.open('/api/events');
      expect(other.statusCode).toBe(200);
      other.destroy();
      await once(other, 'close');
    }
    write(journal, some(0, 3));
    journal.end();
    expect(await constant).toEqual(some(0, 3));
  });

  it('come to a newcomer also when all places are taken: the oldest gives way, and goes on where it was', async () => {
    const { journal, server } = await liveRun();
    write(journal, some(0, 2));
    const oldest = await server.open('/api/events');
    const { id } = (await eventsOf(oldest).next()).value ?? {};
    const others = await Promise.all(Array.from({ length: 63 }, () => server.open('/api/events')));
    const newcomer = await server.open('/api/events');
    expect(newcomer.statusCode).toBe(200);
    await vi.waitUntil(() => oldest.destroyed);
    expect(others.filter(({ destroyed }) => destroyed)).toEqual([]);
    const back = await server.open('/api/events', { headers: { 'last-event-id': id } });
    write(journal, some(2, 4));
    journal.end();
    expect(await linesOf(back)).toEqual(some(2, 4));
    expect(await linesOf(newcomer)).toEqual(some(0, 4));
  });

  it('are not sent to whoever asks for their head alone', async () => {
    const { server } = await liveRun();
    const { status, headers, text } = await server.fetch('/api/events', { method: 'HEAD' });
    expect([status, headers['content-type'], text]).toEqual([200, 'text/event-stream; charset=utf-8', '']);
  });

  it('hold nothing that would begin a line of the protocol', async () => {
    const { journal, server } = await liveRun();
    const hostile = `{"name":"\\r\\ndata: x",\r"other":"</script>"}`;
    write(journal, [hostile]);
    journal.end();
    const [got = ''] = await linesOf(await server.open('/api/events'));
    expect(JSON.parse(got)).toEqual(JSON.parse(hostile));
  });

  it('leave no file, and nobody is waited for who has gone away', async () => {
    const { journal, server, path } = await liveRun();
    const response = await server.open('/api/events');
    write(journal, some(0, 1));
    await once(response, 'data');
    response.destroy();
    await journal.close();
    await expect(access(path)).rejects.toThrow('ENOENT');
  });

  it('end when they can not be written any more; the run does not', async () => {
    const { journal, server } = await liveRun();
    const response = await server.open('/api/events');
    await journal.close();
    journal.append(line(0));
    expect(await linesOf(response)).toEqual([]);
  });
});
