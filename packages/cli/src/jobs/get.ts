import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Daemon, TorrentHandle } from '@seedbed/peer';
import type { Metainfo } from '@seedbed/protocol';
import { formatDuration, formatRate, formatSize } from '@seedbed/settings';
import { awaitDownload } from '../await-download.ts';
import type { CommandContext } from '../command-context.ts';
import { downloadBar, downloadLine, partOf } from '../download-view.ts';
import { openDaemon, type PeerSettings } from '../open-daemon.ts';
import { EXIT } from '../problem.ts';
import { paintFor, percent } from '../progress-bar.ts';
import { createProgressView, type ProgressView } from '../progress-view.ts';
import { readTorrent } from '../read-torrent.ts';
import { TrackerTrouble } from '../tracker-trouble.ts';

/** The settings of the command, as its table gives them. */
export type GetSettings = PeerSettings & {
  readonly dir: string;
  readonly force: boolean;
  readonly seedTime: number;
  readonly stallAfter: number;
};

/** Downloads a torrent, verifies it, and leaves. */
export const get = async (settings: GetSettings, path: string, context: CommandContext): Promise<number> => {
  const metainfo = await readTorrent(path);
  const view = await createProgressView(context.say);
  const trouble = new TrackerTrouble(view.note, metainfo.announceTiers[0]?.[0]);
  const daemon = await openDaemon(settings, await context.log('silent'), trouble);
  if (daemon.control !== undefined) view.note(`control ${daemon.control}`);
  const { interruption } = context;
  if (metainfo.announceTiers.length === 0 && settings.connect.length === 0) {
    view.note(`${path} names no tracker, so that peers have to come by themselves; --connect dials one`);
  }
  // Also while what is there already is checked, which may take long.
  void interruption.wait().then(() => {
    trouble.leave();
    return daemon.close();
  });
  try {
    const torrent = await add(daemon, metainfo, settings, view);
    await download(torrent, settings, view, trouble, context);
    await pause(settings.seedTime, undefined, { signal: interruption.signal }).catch(() => {
      // Asked to leave while it only stayed to serve: everything is there, which is what counts.
    });
    return EXIT.ok;
  } finally {
    view.end();
    trouble.leave();
    await daemon.close();
  }
};

const add = (
  daemon: Daemon,
  metainfo: Metainfo,
  { dir, force, connect, allocate, recheck }: GetSettings,
  view: ProgressView,
): Promise<TorrentHandle> =>
  daemon.add(metainfo, {
    dir,
    force,
    connect,
    allocate,
    recheck,
    onCheckProgress: (done, total) =>
      view.show(
        'checking',
        () => [`checking what is there of ${metainfo.name}: ${percent(done / total).trim()}`],
        () => `checking what is there of ${metainfo.name}: ${percent(done / total).trim()}`,
      ),
  });

const download = async (
  torrent: TorrentHandle,
  { dir, stallAfter }: GetSettings,
  view: ProgressView,
  trouble: TrackerTrouble,
  { interruption, print, say }: CommandContext,
): Promise<void> => {
  const { name, geometry } = torrent.metainfo;
  const paint = paintFor(process.env);
  const { columns = 80 } = process.stderr;
  const begin = performance.now();
  try {
    await awaitDownload(torrent, {
      signal: interruption.signal,
      stallAfter,
      knownTrouble: () => trouble.latest,
      onLook: () =>
        view.show(
          'downloading',
          () => [downloadBar(torrent.status(), columns, paint)],
          () => downloadLine(torrent.status()),
        ),
    });
  } catch (error) {
    view.end();
    const kept = percent(partOf(torrent.status())).trim();
    if (interruption.signal.aborted)
      say(`interrupted: ${kept} of ${name} is kept in ${dir}, the same command goes on from there`);
    throw error;
  }
  view.end();
  const time = performance.now() - begin;
  const { downloaded } = torrent.status();
  const how =
    downloaded === 0 ? 'it was there already' : `${formatDuration(time)}, ${formatRate((downloaded * 1_000) / time)}`;
  print(`verified ${join(dir, name)}: ${formatSize(geometry.totalLength)}, ${how}`);
};
