import { randomBytes } from 'node:crypto';
import { formatAddress, type PeerAddress } from '@seedbed/protocol';
import { pino } from 'pino';
import { announceRules } from './announce-rules.ts';
import { dialable } from './dialable.ts';
import { processFigures } from './http/metrics/process-figures.ts';
import { proxyTrust } from './http/proxy-trust.ts';
import { startHttp } from './http/start-http.ts';
import { monotonicNow } from './monotonic-now.ts';
import { Operations, type OperationsComponents } from './operations.ts';
import { randomHashKey } from './random-hash-key.ts';
import { bothOf } from './service/announce-seen.ts';
import { TrackerCounters } from './service/tracker-counters.ts';
import { TrackerService } from './service/tracker-service.ts';
import { openStore } from './store/open-store.ts';
import { isRemote } from './store/remote-peer-store.ts';
import type { Tracker } from './tracker.ts';
import type { TrackerComponents } from './tracker-components.ts';
import type { TrackerConfig } from './tracker-config.ts';
import type { TrackerFigures } from './tracker-figures.ts';
import { startUdp } from './udp/start-udp.ts';
import type { FirstProcess } from './workers/first-process.ts';
import type { OtherProcesses } from './workers/other-processes.ts';
import type { SharedComponents } from './workers/shared-components.ts';

/** What a process is of a tracker of several; alone, neither. */
interface AmongOthers {
  /** Of the first one: makes the others, which start when its doors are open. */
  readonly others?: (first: FirstProcess) => OtherProcesses;
  /** Of another one. */
  readonly shared?: SharedComponents;
}

/**
 * One process that answers: alone, the first of several, or another one with what it shares.
 *
 * What settings contradict each other in is found before anything is opened, and before others are started.
 *
 * @throws as of `startTracker`.
 */
export async function startProcess(
  config: TrackerConfig,
  components: TrackerComponents,
  { others, shared }: AmongOthers = {},
): Promise<Tracker> {
  const { log = pino({ level: 'silent' }), events, signal } = components;
  const hashKey = randomHashKey();
  const now = monotonicNow;
  const trust = proxyTrust(config);
  const rules = announceRules(config);
  const store = components.store ?? (await openStore(config, { log, hashKey, now }));
  const operations = shared?.operations ?? (await openOperations(config, { store, log, hashKey, now, events, signal }));
  const { counters = new TrackerCounters(), startedAt = now(), secret = randomBytes(32) } = shared ?? {};
  const { admission, faults } = operations;
  const onAnnounce = bothOf(operations.onAnnounce, components.onAnnounce);
  const workers =
    operations instanceof Operations
      ? others?.({ store, operations, counters, onAnnounce, startedAt, secret, log })
      : undefined;
  const alone = async (): Promise<TrackerFigures> => ({
    counters,
    troubles: operations.troubles,
    processes: { '': processFigures() },
  });
  const figures = shared?.figures ?? (workers ? () => workers.figures() : alone);
  const service = new TrackerService(
    { store, counters, now, random: Math.random, onAnnounce, admission, faults },
    { ...rules, fullScrape: config.fullScrape },
  );
  const urls: string[] = [];
  const fronts: { close(): Promise<void> }[] = [];
  /** Whoever was answered before the doors closed is in what is written then. */
  const closeAll = async (): Promise<void> => {
    await Promise.all([...fronts, workers].map((each) => each?.close()));
    await operations.close();
    if (isRemote(store)) await store.close();
  };
  try {
    const answering = { service, counters, now, log };
    const pages = { store, figures, startedAt, urls: () => urls };
    const http = await startHttp({ ...answering, ...pages, faults, trust, door: shared?.doors.http() }, config);
    fronts.push(http);
    const url = announceUrl('http', http.address);
    urls.push(url);
    const udp = config.udp && (await startUdp({ ...answering, secret, door: shared?.doors.udp() }, rules, config.udp));
    if (udp !== undefined) {
      fronts.push(udp);
      urls.push(announceUrl('udp', udp.address));
    }
    await workers?.start({ http: http.server, udp: udp?.socket });
    await operations.begin();
    let closed: Promise<void> | undefined;
    return {
      address: http.address,
      control: operations.controlUrl,
      url,
      urls,
      reload: operations.reloads ? () => operations.reload() : undefined,
      close: () => {
        closed ??= closeAll();
        return closed;
      },
    };
  } catch (error) {
    // Half a tracker is none: when the rest can't start, what did is closed.
    await closeAll();
    throw error;
  }
}

function announceUrl(protocol: 'http' | 'udp', address: PeerAddress): string {
  return `${protocol}://${formatAddress(dialable(address))}/announce`;
}

/** @throws TrackerUsageError, TrackerFileError; the store is closed then. */
async function openOperations(config: TrackerConfig, components: OperationsComponents): Promise<Operations> {
  try {
    return await Operations.open(config, components);
  } catch (error) {
    if (isRemote(components.store)) await components.store.close();
    throw error;
  }
}
