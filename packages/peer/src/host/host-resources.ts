import type { EventSink } from '@seedbed/events';
import { now } from '../io/clock.ts';
import { RecallingHasher } from '../io/hashing/recalling-hasher.ts';
import { createProcessResources, type ProcessResources } from '../process-resources.ts';
import { TorrentFiles } from './torrent-files.ts';

/** The pieces that the peers of a process send: most often the same ones, at the same time. */
const READ_CACHE = 128 * 1024 * 1024;
/** Pieces that a peer has got, for when the others get them: those that are rare now, most often. */
const KNOWN_PIECES = 64 * 1024 * 1024;
/** Each check uses all cores already. */
const MAX_CHECKS = 2;

/** What the peers of a process share. */
export interface HostResources {
  readonly torrents: TorrentFiles;
  readonly daemons: ProcessResources;
  /** Where the events of all peers go, each in the name of its peer. */
  readonly events: EventSink | undefined;
}

/** @param isShared whether there are several peers, who fetch the same pieces */
export const createHostResources = (events: EventSink | undefined, isShared: () => boolean): HostResources => {
  const daemons = createProcessResources({ readCache: READ_CACHE, maxChecks: MAX_CHECKS }, now);
  return {
    torrents: new TorrentFiles(),
    daemons: { ...daemons, hasher: new RecallingHasher(daemons.hasher, isShared, KNOWN_PIECES) },
    events,
  };
};
