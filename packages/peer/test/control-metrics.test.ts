import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseMetainfo } from '@seedbed/protocol';
import { describe, expect, it } from 'vitest';
import { sha1, someBytes, torrentFile } from './support/content.ts';
import { ask, type ControlClient, controlled } from './support/control.ts';
import { complete } from './support/daemons.ts';
import { until } from './support/until.ts';

const CONTENT = someBytes(100_000);
const FILM = torrentFile('a "quoted"\nname', CONTENT, 32_768);
const { infoHashHex: HASH, name: NAME } = parseMetainfo(FILM, sha1);

/** Values by name and labels, as Prometheus would keep them. */
const metricsOf = async ({ base }: ControlClient): Promise<Map<string, number>> => {
  const { status, headers, text } = await ask(base, 'GET', '/metrics');
  expect([status, headers['content-type']]).toEqual([200, expect.stringMatching(/^text\/plain; version=0\.0\.4/)]);
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [
      line.slice(0, line.lastIndexOf(' ')),
      Number(line.split(' ').at(-1)?.replace('+Inf', 'Infinity')),
    ]),
  );
};

const seedAndLeech = async (ip: string): Promise<{ seed: ControlClient; leech: ControlClient }> => {
  const seed = await controlled(`${ip}.1`, { uploadLimit: 10_000_000 });
  writeFileSync(join(seed.dir, NAME), CONTENT);
  await seed.add(FILM);
  const leech = await controlled(`${ip}.2`);
  const { ip: host, port } = seed.daemon.listen;
  await leech.add(FILM, `?connect=${host}:${port}`);
  const [torrent] = leech.daemon.torrents;
  if (torrent === undefined) throw new Error('it is not there');
  await complete(torrent);
  return { seed, leech };
};

describe('/metrics', () => {
  it('tells of each torrent and of the daemon, with units in the names', async () => {
    const { seed, leech } = await seedAndLeech('127.84.90');
    await until(async () => {
      const sent = (await metricsOf(seed)).get(`seedbed_torrent_uploaded_bytes_total{info_hash="${HASH}"}`);
      return sent === CONTENT.length || `${sent} bytes were sent`;
    });
    const ofSeed = await metricsOf(seed);
    const ofLeech = await metricsOf(leech);
    const of = (metrics: Map<string, number>, name: string, labels = '') =>
      metrics.get(`seedbed_torrent_${name}{info_hash="${HASH}"${labels}}`);
    expect(of(ofLeech, 'downloaded_bytes_total')).toBe(CONTENT.length);
    expect(of(ofLeech, 'wasted_bytes_total')).toBe(0);
    expect(of(ofLeech, 'left_bytes')).toBe(0);
    expect(of(ofLeech, 'download_rate_bytes_per_second')).toBeGreaterThanOrEqual(0);
    expect([of(ofLeech, 'pieces'), of(ofLeech, 'verified_pieces')]).toEqual([4, 4]);
    expect(of(ofSeed, 'unchokes_total', ',direction="sent"')).toBe(1);
    expect(of(ofLeech, 'unchokes_total', ',direction="received"')).toBe(1);
    expect(of(ofLeech, 'chokes_total', ',direction="sent"')).toBe(0);
    const label = NAME.replaceAll('"', '\\"').replaceAll('\n', '\\n');
    expect(of(ofLeech, 'info', `,name="${label}"`)).toBe(1);
    expect(ofSeed.get('seedbed_uploaded_bytes_total')).toBe(CONTENT.length);
    expect(ofSeed.get('seedbed_upload_limit_bytes_per_second')).toBe(10_000_000);
    expect(ofSeed.get('seedbed_download_limit_bytes_per_second')).toBe(Number.POSITIVE_INFINITY);
    expect(ofSeed.get('seedbed_torrents{stage="running"}')).toBe(1);
    expect(ofSeed.get('process_resident_memory_bytes')).toBeGreaterThan(1e6);
    expect(ofSeed.has('nodejs_eventloop_lag_p99_seconds')).toBe(true);
  });

  it('keeps the totals, and nothing else, of a torrent that has left', async () => {
    const { leech } = await seedAndLeech('127.84.91');
    await leech.send('DELETE', `/api/torrents/${HASH}`);
    const metrics = await metricsOf(leech);
    expect([...metrics.keys()].filter((name) => name.includes(HASH))).toEqual([]);
    expect(metrics.get('seedbed_downloaded_bytes_total')).toBe(CONTENT.length);
    await leech.add(FILM);
    const again = await metricsOf(leech);
    expect(again.get('seedbed_downloaded_bytes_total')).toBe(CONTENT.length);
    expect(again.get(`seedbed_torrent_downloaded_bytes_total{info_hash="${HASH}"}`)).toBe(0);
  });

  it('is the same for all who ask at the same moment', async () => {
    const { seed } = await seedAndLeech('127.84.93');
    const answers = await Promise.all(Array.from({ length: 5 }, () => metricsOf(seed)));
    const named = answers.map((metrics) => [...metrics.keys()].filter((name) => name.startsWith('seedbed_')));
    for (const names of named) expect(names).toEqual(named[0]);
  });

  it('is of bounded length, however many torrents there are', async () => {
    const control = await controlled('127.84.92.1');
    const torrents = Array.from({ length: 510 }, (_, number) =>
      parseMetainfo(torrentFile(`film ${number}`, Uint8Array.of(number, number >> 8), 16_384), sha1),
    );
    for (const torrent of torrents) await control.daemon.add(torrent, { dir: control.dir });
    const metrics = await metricsOf(control);
    expect([...metrics.keys()].filter((name) => name.startsWith('seedbed_torrent_info'))).toHaveLength(500);
    expect(metrics.get('seedbed_torrents{stage="running"}')).toBe(510);
  });
});
