import { randomInt } from 'node:crypto';
import { startTracker, type Tracker, type TrackerComponents, trackerConfig } from '@seedbed/tracker';
import { MemoryStore } from '@seedbed/tracker/announce';
import { expect, onTestFinished, test } from 'vitest';
import { infoHash } from './swarm-fixtures.ts';
import { announceTo, ask } from './tracker-client.ts';

async function start(components: TrackerComponents = {}): Promise<Tracker> {
  const http = { ip: `127.${randomInt(1, 255)}.${randomInt(255)}.${randomInt(1, 255)}`, port: 0 };
  const tracker = await startTracker(trackerConfig({ http, maxPeers: 100, maxTorrents: 10 }), components);
  onTestFinished(() => tracker.close());
  return tracker;
}

async function metricsOf({ address }: Tracker): Promise<string> {
  const { status, headers, body } = await ask(address, '/metrics');
  expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  return body.toString();
}

test('what happened, by kinds that are known beforehand', async () => {
  const tracker = await start();
  await announceTo(tracker.address, 1, { event: 'started' });
  await announceTo(tracker.address, 2, { event: 'completed', left: 0, infoHash: infoHash(2) });
  await announceTo(tracker.address, 2, { infoHash: infoHash(2), left: 0 });
  await ask(tracker.address, '/announce?info_hash=<script>');
  await ask(tracker.address, '/scrape');
  const told = (await metricsOf(tracker)).split('\n').filter((line) => line.startsWith('seedbed_'));
  expect(told).toEqual([
    'seedbed_tracker_requests_total{kind="announce"} 4',
    'seedbed_tracker_requests_total{kind="scrape"} 1',
    'seedbed_tracker_announces_total{event="started"} 1',
    'seedbed_tracker_announces_total{event="completed"} 1',
    'seedbed_tracker_announces_total{event="stopped"} 0',
    'seedbed_tracker_announces_total{event="periodic"} 1',
    'seedbed_tracker_failures_total{reason="malformed"} 1',
    'seedbed_tracker_failures_total{reason="full-scrape"} 1',
    'seedbed_tracker_failures_total{reason="torrent-denied"} 0',
    'seedbed_tracker_failures_total{reason="rate-limited"} 0',
    'seedbed_tracker_failures_total{reason="on-purpose"} 0',
    'seedbed_tracker_failures_total{reason="store-away"} 0',
    'seedbed_tracker_failures_total{reason="internal"} 0',
    'seedbed_tracker_turned_away_total 0',
    'seedbed_tracker_dropped_connections_total 0',
    'seedbed_tracker_connects_total 0',
    'seedbed_tracker_unanswered_datagrams_total{reason="connection-id"} 0',
    'seedbed_tracker_unanswered_datagrams_total{reason="no-request"} 0',
    'seedbed_tracker_unanswered_datagrams_total{reason="dropped"} 0',
    'seedbed_tracker_internal_errors_total 0',
    'seedbed_tracker_lost_events_total 0',
    'seedbed_tracker_state_failures_total 0',
    'seedbed_tracker_torrents 2',
    'seedbed_tracker_peers{role="seed"} 1',
    'seedbed_tracker_peers{role="leech"} 1',
    'seedbed_tracker_ready 1',
  ]);
});

test('memory and the lag of the event loop; asking twice counts nothing twice', async () => {
  const tracker = await start();
  await announceTo(tracker.address, 1);
  await metricsOf(tracker);
  const text = await metricsOf(tracker);
  expect(text).toContain('seedbed_tracker_requests_total{kind="announce"} 1\n');
  for (const name of [
    'process_cpu_seconds_total',
    'process_resident_memory_bytes',
    'process_start_time_seconds',
    'nodejs_heap_size_used_bytes',
    'nodejs_eventloop_lag_p99_seconds',
  ])
    expect(text).toMatch(new RegExp(`^${name} [\\d.e-]+$`, 'm'));
});

test('processor time counts from the start of the process, not from the first look', async () => {
  const before = process.cpuUsage();
  const tracker = await start();
  const [, told] = /^process_cpu_user_seconds_total ([\d.]+)$/m.exec(await metricsOf(tracker)) ?? [];
  expect(Number(told)).toBeGreaterThanOrEqual(before.user / 1e6);
});

test('a store that is away: the health check says so with its reason, and so do the metrics', async () => {
  let trouble: string | undefined = 'the store of peers is away';
  class AwayStore extends MemoryStore {
    trouble(): string | undefined {
      return trouble;
    }
  }
  const tracker = await start({ store: new AwayStore({ maxPeers: 10, maxTorrents: 10 }) });
  const health = async (): Promise<unknown> => {
    const { status, body } = await ask(tracker.address, '/healthz');
    return [status, body.toString()];
  };
  expect(await health()).toEqual([503, 'the store of peers is away\n']);
  expect(await metricsOf(tracker)).toContain('seedbed_tracker_ready 0\n');
  trouble = undefined;
  expect(await health()).toEqual([200, 'ok\n']);
});
