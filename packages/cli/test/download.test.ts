import { EventEmitter } from 'node:events';
import type { SwarmEvent } from '@seedbed/events';
import type { StorageErrorCode, TorrentEvents, TorrentHandle, TorrentStatus } from '@seedbed/peer';
import { describe, expect, test } from 'vitest';
import { announceTiers } from '../src/announce-tiers.ts';
import { awaitDownload } from '../src/await-download.ts';
import { awaitSeeding } from '../src/await-seeding.ts';
import { downloadLine, downloadLines, keptLine, seedingLine, seedingLines } from '../src/download-view.ts';
import { explainError } from '../src/explain-error.ts';
import { RateSettling } from '../src/rate-settling.ts';
import { isServed, type SeedingGoal } from '../src/seeding-goal.ts';
import { TrackerTrouble } from '../src/tracker-trouble.ts';
import { plainPage, widest } from './support/page.ts';

const status = (changes: Partial<TorrentStatus>): TorrentStatus => ({
  name: 'film.mkv',
  infoHash: '00'.repeat(20),
  stage: 'running',
  complete: false,
  have: 1,
  pieces: 4,
  length: 4_096,
  wanted: 4_096,
  left: 3_072,
  downloaded: 1_024,
  uploaded: 0,
  wasted: 0,
  peers: 2,
  interesting: 2,
  unchoking: 1,
  downloadRate: 1_024,
  uploadRate: 0,
  ...changes,
});

/** A torrent that does nothing but tell what the test lets it tell. */
class FakeTorrent extends EventEmitter<TorrentEvents> {
  readonly metainfo = { name: 'film.mkv' };
  downloaded = 0;
  stage: TorrentStatus['stage'] = 'running';
  more: Partial<TorrentStatus> = {};
  status(): TorrentStatus {
    return status({ downloaded: this.downloaded, stage: this.stage, ...this.more });
  }
}

const watched = (changes: Partial<Parameters<typeof awaitDownload>[1]> = {}, more: Partial<TorrentStatus> = {}) => {
  const fake = new FakeTorrent();
  fake.more = more;
  const done = awaitDownload(fake as unknown as TorrentHandle, {
    signal: new AbortController().signal,
    stallAfter: 0,
    knownTrouble: () => undefined,
    onLook: () => {},
    ...changes,
  });
  return { fake, done };
};

describe('waiting for a download', () => {
  test('ends when it is complete, and listens no longer', async () => {
    const { fake, done } = watched();
    fake.emit('complete');
    await done;
    expect(fake.eventNames()).toEqual([]);
  });

  test('ends with what the disk has said before', async () => {
    const { fake, done } = watched({}, { stage: 'paused', trouble: 'no room left on the disk for film.mkv' });
    await expect(done).rejects.toThrow(/^no room left on the disk for film\.mkv; what is verified is kept/);
    expect(fake.eventNames()).toEqual([]);
  });

  test('ends with what the disk says', async () => {
    const { fake, done } = watched();
    fake.emit('paused', 'no room left on the disk for film.mkv', 'no-room');
    await expect(done).rejects.toMatchObject({
      status: 1,
      message: expect.stringMatching(/^no room left .*make room and give the same command again$/),
    });
  });

  test.each<StorageErrorCode>(['denied', 'broken', 'changed'])(
    'asks for no room where that is no help: %s',
    async (code) => {
      const { fake, done } = watched();
      fake.emit('paused', 'film.mkv is in trouble', code);
      const advice = /^film\.mkv is in trouble; .* kept: put that right and give the same command again$/;
      await expect(done).rejects.toThrow(advice);
      const before = watched({}, { stage: 'paused', trouble: 'film.mkv is in trouble', troubleCode: code });
      await expect(before.done).rejects.toThrow(advice);
    },
  );

  test('ends with the reason of the signal', async () => {
    const controller = new AbortController();
    const { done } = watched({ signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(done).rejects.toThrow('enough');
    await expect(watched({ signal: AbortSignal.abort(new Error('before')) }).done).rejects.toThrow('before');
  });

  test('ends when nothing arrives, and says what is known about why', async () => {
    const { done } = watched({ stallAfter: 1, knownTrouble: () => 'tracker http://t: gone' });
    await expect(done).rejects.toThrow('nothing has arrived for 1ms: tracker http://t: gone');
    await expect(watched({ stallAfter: 1 }).done).rejects.toThrow('no peer has sent anything');
  });

  test('does not count the time in which somebody has paused it', async () => {
    let looks = 0;
    const { fake, done } = watched({
      stallAfter: 1,
      onLook: () => {
        looks++;
        if (looks === 3) fake.emit('complete');
      },
    });
    fake.more = { stage: 'paused' };
    await done;
  });

  test('ends when somebody removes it', async () => {
    const { fake, done } = watched();
    fake.emit('stopped');
    await expect(done).rejects.toMatchObject({ status: 1, message: 'film.mkv was removed by the control address' });
    expect(fake.eventNames()).toEqual([]);
  });
});

test('the trouble with a tracker is told once, forgotten once it answers, and none of ours when we leave', () => {
  const told: string[] = [];
  const trouble = new TrackerTrouble((line) => told.push(line));
  const failed = {
    t: 0,
    peer: 'a',
    type: 'announce-failed',
    tracker: 'http://t',
    event: 'started',
    reason: 'gone',
  } as const;
  const other: SwarmEvent = { t: 0, peer: 'a', type: 'fault', reason: 'x' };
  for (const event of [failed, failed, other]) trouble.emit(event);
  expect([told, trouble.latest]).toEqual([['tracker http://t: gone; it is asked again'], 'tracker http://t: gone']);
  trouble.emit({ t: 0, peer: 'a', type: 'announced', tracker: 'http://t', event: 'started', peers: 1 });
  expect(trouble.latest).toBe(undefined);
  trouble.leave();
  trouble.emit({ ...failed, reason: 'given up' });
  expect([told.length, trouble.latest]).toEqual([1, undefined]);
});

describe('a download on a terminal', () => {
  test('has a name, a bar, figures', () => {
    const lines = downloadLines(status({ uploadRate: 2_048 }), undefined, plainPage(61));
    expect(lines).toEqual([
      `${'film.mkv'.padEnd(48)}1KiB of 4KiB`,
      `${'█'.repeat(13)}▌${'░'.repeat(40)}   25%`,
      '↓ 1KiB/s      ↑ 2KiB/s      3s to go, 2 peers, 1 unchoking us',
    ]);
  });

  test.each<[string, Partial<TorrentStatus>, string | undefined, string]>([
    ['nobody', { peers: 0, interesting: 0, unchoking: 0 }, undefined, 'nobody is connected yet'],
    ['no tracker', { peers: 0, interesting: 0, unchoking: 0 }, 'tracker http://t: gone', 'tracker http://t: gone'],
    ['nothing to be had', { interesting: 0, unchoking: 0 }, undefined, 'no peer has anything that is missing here'],
    [
      'one with nothing',
      { peers: 1, interesting: 0, unchoking: 0 },
      undefined,
      'the peer has nothing that is missing here',
    ],
    ['choked', { unchoking: 0 }, 'tracker http://t: gone', 'we are choked and wait for our turn'],
    ['a broken disk', { stage: 'paused', trouble: 'no room left' }, undefined, 'no room left'],
    ['a tracker that is gone', {}, 'tracker http://t: gone', 'tracker http://t: gone'],
  ])('says what holds it up: %s', (_, changes, trouble, line) => {
    const lines = downloadLines(status(changes), trouble, plainPage());
    expect(lines).toHaveLength(4);
    expect(lines[3]).toBe(line);
  });

  test('of some files counts those alone, and nothing where they hold nothing', () => {
    const [title, bar] = downloadLines(status({ wanted: 1_024, left: 256 }), undefined, plainPage(60));
    expect([title?.endsWith('768B of 1KiB'), bar?.endsWith('75%')]).toEqual([true, true]);
    expect(downloadLine(status({ wanted: 0, left: 0 }))).toContain('100%');
  });

  test('is never wider than the terminal', () => {
    const long = status({
      name: 'x'.repeat(300),
      length: 2 ** 50,
      wanted: 2 ** 50,
      left: 2 ** 49,
      downloadRate: 123_456_789,
      uploadRate: 987_654_321,
    });
    for (const columns of [60, 80, 200]) {
      const lines = downloadLines(long, `tracker http://${'y'.repeat(300)}`, plainPage(columns));
      expect(widest([...lines.slice(0, 2), ...lines.slice(3)])).toBeLessThan(columns);
    }
  });
});

test('room that is made first is shown in the place of the download', () => {
  const making = status({ allocated: { done: 1_024, total: 4_096 } });
  expect(downloadLine(making)).toBe('film.mkv: 1KiB of 4KiB of room made');
  expect(downloadLines(making, undefined, plainPage())[3]).toBe('1KiB of 4KiB of room made');
});

test('a rate is shown when it has been known for a second, and again so after a silence', () => {
  const settling = new RateSettling();
  const at = (now: number, downloadRate = 1_024) => downloadLine(settling.show(status({ downloadRate }), now));
  const figures = ['0B/s down, 0B/s up', '0B/s up', '0B/s up', '1KiB/s down, 0B/s up, 3s to go'];
  const lines = figures.map((each) => `film.mkv: 25%, ${each}, 2 peers, 1 unchoking us`);
  expect([at(0, 0), at(100), at(1_099), at(1_100)]).toEqual(lines);
  expect([at(5_000, 0), at(5_100)]).toEqual(lines.slice(0, 2));
  expect(downloadLines(settling.show(status({}), 5_200), undefined, plainPage())[2]).toMatch(
    /^↓ … {11}↑ 0B\/s {8}2 peers, 1 unchoking us$/,
  );
});

test('a download in one line, for logs', () => {
  expect(downloadLine(status({ peers: 1 }))).toBe(
    'film.mkv: 25%, 1KiB/s down, 0B/s up, 3s to go, 1 peer, 1 unchoking us',
  );
  expect(downloadLine(status({ downloadRate: 0, peers: 0 }))).toBe('film.mkv: 25%, 0B/s down, 0B/s up, no peers');
  expect(downloadLine(status({ downloadRate: 0, unchoking: 0 }))).toBe(
    'film.mkv: 25%, 0B/s down, 0B/s up, 2 peers, 0 unchoking us; we are choked and wait for our turn',
  );
});

describe('serving what is complete', () => {
  const complete = status({ left: 0, uploaded: 2_048, uploadRate: 512 });

  test('is shown with how far it has to go', () => {
    expect(seedingLines(complete, { time: 60_000, ratio: 1.5 }, 2_500, plainPage(61))).toEqual([
      'seeding film.mkv      2KiB sent, ratio 0.50 of 1.5, 58s left',
      '↑ 512B/s      2 peers',
    ]);
    expect(seedingLine(complete, { time: undefined, ratio: undefined }, 0)).toBe(
      'seeding film.mkv: 512B/s up, 2KiB sent, ratio 0.50, 2 peers',
    );
  });

  test.each<[SeedingGoal, number, boolean]>([
    [{ time: undefined, ratio: undefined }, 0, true],
    [{ time: 100, ratio: undefined }, 99, false],
    [{ time: 100, ratio: undefined }, 100, true],
    [{ time: undefined, ratio: 0.5 }, 0, true],
    [{ time: undefined, ratio: 0.51 }, 1e9, false],
    [{ time: 100, ratio: 9 }, 100, true],
    [{ time: 100, ratio: 0.1 }, 0, true],
  ])('%j is reached after %d ms: %s', (goal, elapsed, reached) => {
    expect(isServed(goal, complete, elapsed)).toBe(reached);
  });

  test('ends when it is served, when it is asked to, and when it is not there any more', async () => {
    const fake = new FakeTorrent();
    const torrent = fake as unknown as TorrentHandle;
    const never = new AbortController().signal;
    const onLook = (): void => {};
    await awaitSeeding(torrent, { goal: { time: undefined, ratio: undefined }, signal: never, onLook });
    await awaitSeeding(torrent, { goal: { time: 1, ratio: 5 }, signal: never, onLook });
    await awaitSeeding(torrent, { goal: { time: undefined, ratio: 5 }, signal: AbortSignal.abort(), onLook });
    const controller = new AbortController();
    const asked = awaitSeeding(torrent, { goal: { time: 1e9, ratio: 5 }, signal: controller.signal, onLook });
    controller.abort();
    await asked;
    const gone = awaitSeeding(torrent, { goal: { time: 1e9, ratio: 5 }, signal: never, onLook });
    fake.emit('stopped');
    await gone;
    expect(fake.eventNames()).toEqual([]);
  });
});

describe('tiers of trackers', () => {
  test('come one for each --announce, with commas between those of one tier', () => {
    expect(announceTiers(['http://a/announce, udp://b:1', 'https://c/announce'])).toEqual([
      ['http://a/announce', 'udp://b:1'],
      ['https://c/announce'],
    ]);
  });

  test.each(['localhost:8000', 'ftp://a/announce', '', 'http://a/announce,', 'file:///etc/passwd'])(
    "'%s' is none",
    (value) => {
      expect(() => announceTiers([value])).toThrow(/is not the URL of a tracker/);
    },
  );
});

describe('an error of the system', () => {
  const system = (code: string, facts: object) => Object.assign(new Error(`${code}: raw words`), { code, ...facts });

  test.each<[string, object, string]>([
    ['ENOENT', { path: 'a' }, 'there is no file or folder a'],
    ['EISDIR', {}, 'it is a folder; a file is wanted'],
    ['ENOSPC', {}, 'the disk is full'],
    [
      'EADDRINUSE',
      { address: '::1', port: 5 },
      '[::1]:5 is in use; stop what listens there, or name another port (0 picks a free one)',
    ],
    [
      'EACCES',
      { address: '127.0.0.1', port: 80 },
      'no permission to listen on 127.0.0.1:80; ports below 1024 want root',
    ],
    ['EACCES', { path: 'a' }, 'no permission for a'],
  ])('%s is told in words', (code, facts, line) => {
    expect(explainError(system(code, facts))).toEqual({ line, understood: true });
  });

  test('that nobody has thought of is told in one line, with a hint to more', () => {
    expect(explainError(new Error('a\n  b'))).toEqual({ line: 'a b', understood: false });
    expect(explainError(new TypeError())).toEqual({ line: 'TypeError', understood: false });
    expect(explainError('text')).toEqual({ line: 'text', understood: false });
  });
});

describe('what an interrupted download says that it keeps', () => {
  test.each<[number, number, string]>([
    [1_000, 500, 'interrupted: 50% of film.mkv is kept in o, the same command goes on from there'],
    [1_000, 999, 'interrupted: less than 1% of film.mkv is kept in o, the same command goes on from there'],
    [1_000, 1_000, 'interrupted: no piece of film.mkv was there yet, so nothing of it is kept'],
    [0, 0, 'interrupted: 100% of film.mkv is kept in o, the same command goes on from there'],
  ])('of %i bytes with %i to come', (wanted, left, line) => {
    expect(keptLine(status({ wanted, left }), 'o')).toBe(line);
  });
});
