import { join } from 'node:path';
import type { Daemon, TorrentHandle } from '@seedbed/peer';
import type { Metainfo } from '@seedbed/protocol';
import { formatDuration, formatRate, formatSize } from '@seedbed/settings';
import { awaitDownload } from '../await-download.ts';
import { awaitSeeding } from '../await-seeding.ts';
import { type ChosenFiles, chosenFiles, countFiles, describeFiles } from '../chosen-files.ts';
import type { CommandContext } from '../command-context.ts';
import { downloadLine, downloadLines, keptLine, seedingLine, seedingLines } from '../download-view.ts';
import { openDaemon, type PeerSettings } from '../open-daemon.ts';
import { pageOf } from '../page.ts';
import { EXIT } from '../problem.ts';
import { percent } from '../progress-bar.ts';
import { createProgressView, type ProgressView } from '../progress-view.ts';
import { RateSettling } from '../rate-settling.ts';
import { readTorrent } from '../read-torrent.ts';
import { TrackerTrouble } from '../tracker-trouble.ts';

/** The settings of the command, as its table gives them. */
export type GetSettings = PeerSettings & {
  readonly dir: string;
  readonly files: readonly string[];
  readonly force: boolean;
  readonly seedTime: number;
  readonly seedRatio: number | undefined;
  readonly stallAfter: number;
  readonly json: boolean;
};

/** What a download is watched with. */
interface Watch {
  readonly settings: GetSettings;
  readonly files: ChosenFiles;
  readonly view: ProgressView;
  readonly trouble: TrackerTrouble;
  readonly context: CommandContext;
}

/** Downloads a torrent, verifies it, and leaves. */
export const get = async (settings: GetSettings, path: string, context: CommandContext): Promise<number> => {
  const metainfo = await readTorrent(path);
  const files = chosenFiles(settings.files, metainfo);
  const view = await createProgressView(context.say);
  const trouble = new TrackerTrouble(view.note, metainfo.announceTiers[0]?.[0]);
  const daemon = await openDaemon(settings, { log: await context.log('silent'), say: view.note, events: trouble });
  if (daemon.control !== undefined) view.note(`control ${daemon.control}`);
  const { interruption } = context;
  if (metainfo.announceTiers.length === 0 && settings.connect.length === 0) {
    view.note(`${path} names no tracker, so that peers have to come by themselves; --connect dials one`);
  }
  if (metainfo.private && settings.connect.length > 0) {
    view.note(`${path} is private: only the peers that its tracker names are dialled, not those of --connect`);
  }
  // Also while what is there already is checked, which may take long.
  void interruption.wait().then(() => {
    trouble.leave();
    return daemon.close();
  });
  try {
    const torrent = await add(daemon, metainfo, files, settings, view);
    const watch = { settings, files, view, trouble, context };
    await download(torrent, watch);
    await serve(torrent, watch);
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
  files: ChosenFiles,
  { dir, force, connect, allocate, recheck }: GetSettings,
  view: ProgressView,
): Promise<TorrentHandle> =>
  daemon.add(metainfo, {
    dir,
    ...(files && { files }),
    force,
    connect,
    allocate,
    recheck,
    onJournalTrouble: view.note,
    onCheckProgress: (done, total) =>
      view.show(
        'checking',
        () => [`checking what is there of ${metainfo.name}: ${percent(done / total).trim()}`],
        () => `checking what is there of ${metainfo.name}: ${percent(done / total).trim()}`,
      ),
  });

const download = async (torrent: TorrentHandle, { settings, files, view, trouble, context }: Watch): Promise<void> => {
  const { interruption, say } = context;
  const { dir, stallAfter } = settings;
  const page = pageOf(process.stderr, process.env);
  const settling = new RateSettling();
  const begin = performance.now();
  try {
    await awaitDownload(torrent, {
      signal: interruption.signal,
      stallAfter,
      knownTrouble: () => trouble.latest,
      onLook: () => {
        const status = settling.show(torrent.status(), performance.now());
        view.show(
          'downloading',
          () => downloadLines(status, trouble.latest, page),
          () => downloadLine(status),
        );
      },
    });
  } catch (error) {
    view.end();
    if (interruption.signal.aborted) say(keptLine(torrent.status(), dir));
    throw error;
  }
  view.end();
  tell(torrent, files, performance.now() - begin, settings, context);
};

/** The result: where it is, how much, how fast. @param time ms */
const tell = (
  torrent: TorrentHandle,
  files: ChosenFiles,
  time: number,
  { dir, json }: GetSettings,
  { print }: CommandContext,
): void => {
  const { name, infoHashHex } = torrent.metainfo;
  const { downloaded, uploaded, wasted, wanted: length } = torrent.status();
  const path = join(dir, name);
  if (json) {
    const figures = { length, downloaded, uploaded, wasted, milliseconds: Math.round(time) };
    const chosen = files && { files: describeFiles(torrent.metainfo, files) };
    return print(JSON.stringify({ verified: path, infoHash: infoHashHex, ...figures, ...chosen }, null, 2));
  }
  const what =
    files === undefined ? formatSize(length) : `${countFiles(torrent.metainfo, files)}, ${formatSize(length)}`;
  const how =
    downloaded === 0 ? 'it was there already' : `${formatDuration(time)}, ${formatRate((downloaded * 1_000) / time)}`;
  print(`verified ${path}: ${what}, ${length === 0 ? 'nothing to fetch' : how}`);
};

/** Stays for those who still need it, as long as was asked for. */
const serve = async (torrent: TorrentHandle, { settings, view, context }: Watch): Promise<void> => {
  const { seedTime, seedRatio } = settings;
  const goal = { time: seedTime === 0 ? undefined : seedTime, ratio: seedRatio };
  const page = pageOf(process.stderr, process.env);
  await awaitSeeding(torrent, {
    goal,
    signal: context.interruption.signal,
    onLook: (elapsed) =>
      view.show(
        'seeding',
        () => seedingLines(torrent.status(), goal, elapsed, page),
        () => seedingLine(torrent.status(), goal, elapsed),
      ),
  });
};
