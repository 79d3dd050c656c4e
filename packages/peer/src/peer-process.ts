import { hash } from 'node:crypto';
import { fstatSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { EventSink } from '@seedbed/events';
import { formatAddress, type Metainfo, MetainfoError, parseMetainfo } from '@seedbed/protocol';
import { type Daemon, startDaemon } from './daemon.ts';
import { EventPipe } from './io/event-pipe.ts';
import { ListenError } from './io/net/listen.ts';
import { createPinoLogger } from './io/pino-logger.ts';
import { StorageError, systemCode } from './io/storage/storage-error.ts';
import { placeLimits } from './peer-limits.ts';
import { type PeerProcessConfig, ProcessConfigError, readProcessConfig } from './process-config.ts';
import type { TorrentHandle } from './torrent-handle.ts';

/** What the program tells its launcher. */
export type PeerProcessMessage =
  | { readonly type: 'ready'; readonly listen: string; readonly control?: string }
  | {
      readonly type: 'progress';
      readonly have: number;
      readonly pieces: number;
      readonly downloaded: number;
      readonly uploaded: number;
    }
  | { readonly type: 'verified' }
  | { readonly type: 'paused'; readonly reason: string }
  | { readonly type: 'resumed' }
  | { readonly type: 'failed'; readonly reason: string };

const EVENTS_FD = 3;
/** At most this often, ms. */
const PROGRESS_INTERVAL = 200;

/** Runs one peer until it is asked to leave; sets the exit status. Never rejects. */
export async function runPeerProcess(argument: string | undefined): Promise<void> {
  const leave = askedToLeave();
  let events: EventPipe | undefined;
  try {
    events = openEvents();
    const config = readProcessConfig(argument);
    const metainfo = await readTorrent(config.torrent);
    await runDaemon(await start(config, events), metainfo, config, leave);
  } catch (error) {
    const reason = reasonOf(error);
    await tell({ type: 'failed', reason });
    process.stderr.write(`${reason}\n`);
    process.exitCode = 1;
  }
  await events?.close();
  // The channel would keep the process alive.
  if (process.connected) process.disconnect();
}

async function runDaemon(
  daemon: Daemon,
  metainfo: Metainfo,
  config: PeerProcessConfig,
  leave: Promise<void>,
): Promise<void> {
  let isLeaving = false;
  // At once, also while the content is still checked: that breaks off then.
  const left = leave.then(() => {
    isLeaving = true;
    return daemon.close();
  });
  try {
    const stopTelling = await host(daemon, metainfo, config);
    await left;
    stopTelling();
  } catch (error) {
    if (!isLeaving) throw error;
  } finally {
    await daemon.close();
  }
}

function start(config: PeerProcessConfig, events: EventSink | undefined): Promise<Daemon> {
  const {
    name,
    listen,
    control,
    dir,
    readOnly = false,
    uploadLimit,
    downloadLimit,
    choker,
    picker,
    trace = [],
    strict,
    skipRedundantHaves,
    uploadSlots,
    maxPeers,
    eventLevel,
    logLevel = 'warn',
    journals,
  } = config;
  const { limits, engine } = placeLimits(config.limits ?? {});
  return startDaemon({
    name,
    log: createPinoLogger(name, logLevel),
    limits,
    engine: {
      ...engine,
      traceDecisions: trace.includes('decisions'),
      ...(strict !== undefined && { strict }),
      ...(skipRedundantHaves !== undefined && { skipRedundantHaves }),
      ...(choker && { choker }),
      ...(picker && { picker }),
      ...(uploadSlots !== undefined && { uploadSlots }),
      ...(maxPeers !== undefined && { maxPeers }),
      ...(eventLevel !== undefined && { eventLevel }),
    },
    traceWire: trace.includes('wire'),
    ...(journals !== undefined && { journals }),
    ...(listen && { listen }),
    ...(control && { control }),
    ...(!readOnly && { dir }),
    ...(uploadLimit !== undefined && { uploadLimit }),
    ...(downloadLimit !== undefined && { downloadLimit }),
    ...(events && { events }),
  });
}

/** Adds the torrent and tells the launcher how it goes on. Answers how to stop telling. */
async function host(daemon: Daemon, metainfo: Metainfo, config: PeerProcessConfig): Promise<() => void> {
  const { dir, readOnly = false, shared = false, allocate = 'sparse', recheck = false, connect = [] } = config;
  const torrent = await daemon.add(metainfo, { dir, readOnly, shared, allocate, recheck, connect });
  torrent.on('complete', () => void tell({ type: 'verified' }));
  torrent.on('paused', (reason) => void tell({ type: 'paused', reason }));
  torrent.on('resumed', () => void tell({ type: 'resumed' }));
  await tell({
    type: 'ready',
    listen: formatAddress(daemon.listen),
    ...(daemon.control && { control: daemon.control }),
  });
  return tellProgress(torrent);
}

function tellProgress(torrent: TorrentHandle): () => void {
  let last = '';
  const timer = setInterval(() => {
    const { have, pieces, downloaded, uploaded } = torrent.status();
    const now = `${have} ${downloaded} ${uploaded}`;
    if (now === last) return;
    last = now;
    void tell({ type: 'progress', have, pieces, downloaded, uploaded });
  }, PROGRESS_INTERVAL);
  return () => clearInterval(timer);
}

/** Sends over the IPC channel, if there is one that is open. Never rejects: a launcher that has gone is noticed otherwise. */
function tell(message: PeerProcessMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve();
    else process.send(message, undefined, undefined, () => resolve());
  });
}

function askedToLeave(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve());
    if (process.send === undefined) return;
    process.on('disconnect', () => resolve());
    // The launcher may have gone while this program was loaded.
    if (!process.connected) resolve();
  });
}

/** The pipe for events, if the launcher gave one: descriptor 3 may also be closed, or be the IPC channel itself. */
function openEvents(): EventPipe | undefined {
  try {
    const stats = fstatSync(EVENTS_FD);
    const isPipe = stats.isFIFO() || stats.isSocket();
    return isPipe && channelDescriptor() !== EVENTS_FD ? new EventPipe(EVENTS_FD) : undefined;
  } catch (error) {
    if (systemCode(error) === 'EBADF') return undefined;
    throw error;
  }
}

/** Not in the types of Node, but there; `channel` is null once it is closed. */
function channelDescriptor(): unknown {
  const { channel } = process;
  return channel && 'fd' in channel ? channel.fd : undefined;
}

async function readTorrent(path: string): Promise<Metainfo> {
  const bytes = await readFile(path);
  return parseMetainfo(bytes, (part) => hash('sha1', part, 'buffer'));
}

/** One line for the user; a fault of ours comes with its stack. */
function reasonOf(error: unknown): string {
  const isForPeople =
    error instanceof StorageError ||
    error instanceof ListenError ||
    error instanceof MetainfoError ||
    error instanceof ProcessConfigError ||
    systemCode(error) !== undefined;
  if (isForPeople) return (error as Error).message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
