import { readdirSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How often the delay of the event loop is looked at, ms. */
const LAG_RESOLUTION = 20;
/** The lag is told of one or two of these, ms: a peak is seen, and over some time forgotten. */
const LAG_WINDOW = 10_000;

/** What one process takes of its machine. */
export interface ProcessFigures {
  /** Since the process began. */
  readonly cpuUserSeconds: number;
  readonly cpuSystemSeconds: number;
  readonly residentBytes: number;
  readonly heapBytes: number;
  /** Seconds since 1970. */
  readonly startedAt: number;
  /** The delay of the event loop that one in a hundred is beyond. */
  readonly lagSeconds: number;
  /** Not on systems that do not tell. */
  readonly openFiles?: number;
}

let readLag: (() => number) | undefined;

/** Those of this process. */
export function processFigures(): ProcessFigures {
  readLag ??= watchLag();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  const openFiles = countOpenFiles();
  return {
    cpuUserSeconds: user / 1e6,
    cpuSystemSeconds: system / 1e6,
    residentBytes: rss,
    heapBytes: heapUsed,
    startedAt: Math.round(Date.now() / 1_000 - process.uptime()),
    lagSeconds: readLag(),
    ...(openFiles !== undefined && { openFiles }),
  };
}

/** Nobody watches before somebody asks. */
function watchLag(): () => number {
  const histogram = monitorEventLoopDelay({ resolution: LAG_RESOLUTION });
  histogram.enable();
  let before = 0;
  setInterval(() => {
    before = histogram.percentile(99);
    histogram.reset();
  }, LAG_WINDOW).unref();
  return () => Math.max(before, histogram.percentile(99)) / 1e9;
}

function countOpenFiles(): number | undefined {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return undefined;
  }
}
