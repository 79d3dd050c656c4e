import { Gate } from './io/gate.ts';
import { DownloadHasher } from './io/hashing/download-hasher.ts';
import type { ProcessHasher } from './io/hashing/piece-hasher.ts';
import { SpanCache } from './io/upload/span-cache.ts';

/** What the daemons of a process may share; who makes it closes it. */
export interface ProcessResources {
  readonly hasher: ProcessHasher;
  readonly cache: SpanCache;
  /** Passed by whoever looks through content on disk. */
  readonly checks: Gate;
}

export interface ProcessResourcesOptions {
  /** Bytes that are kept of what was read for peers. */
  readonly readCache: number;
  /** Contents that are looked through at once. */
  readonly maxChecks: number;
}

/** @param now ms */
export const createProcessResources = (
  { readCache, maxChecks }: ProcessResourcesOptions,
  now: () => number,
): ProcessResources => ({
  hasher: new DownloadHasher(now),
  cache: new SpanCache(readCache),
  checks: new Gate(maxChecks),
});
