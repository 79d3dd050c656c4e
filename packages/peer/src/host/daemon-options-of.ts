import type { DaemonOptions } from '../daemon-options.ts';
import { createPinoLogger } from '../io/pino-logger.ts';
import { placeLimits } from '../peer-limits.ts';
import type { PeerProcessConfig } from './peer-process-config.ts';

/** The daemon of one peer. */
export function daemonOptionsOf(config: PeerProcessConfig): DaemonOptions {
  const {
    name,
    listen,
    control,
    dir,
    readOnly = false,
    uploadLimit,
    downloadLimit,
    trace = [],
    logLevel = 'warn',
    journals,
  } = config;
  const { limits, engine } = placeLimits(config.limits ?? {});
  return {
    name,
    log: createPinoLogger(name, logLevel),
    limits,
    engine: { ...engine, ...engineOptionsOf(config) },
    traceWire: trace.includes('wire'),
    ...(journals !== undefined && { journals }),
    ...(listen && { listen }),
    ...(control && { control }),
    ...(!readOnly && { dir }),
    ...(uploadLimit !== undefined && { uploadLimit }),
    ...(downloadLimit !== undefined && { downloadLimit }),
  };
}

function engineOptionsOf(config: PeerProcessConfig): NonNullable<DaemonOptions['engine']> {
  const { choker, picker, trace = [], strict, skipRedundantHaves, uploadSlots, maxPeers, eventLevel } = config;
  return {
    traceDecisions: trace.includes('decisions'),
    ...(strict !== undefined && { strict }),
    ...(skipRedundantHaves !== undefined && { skipRedundantHaves }),
    ...(choker && { choker }),
    ...(picker && { picker }),
    ...(uploadSlots !== undefined && { uploadSlots }),
    ...(maxPeers !== undefined && { maxPeers }),
    ...(eventLevel !== undefined && { eventLevel }),
  };
}
