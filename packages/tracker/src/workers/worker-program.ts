import { Socket } from 'node:net';
import { destination, pino } from 'pino';
import { startTracker, type Tracker } from '../start-tracker.ts';
import { TrackerStartError } from '../tracker-start-error.ts';
import { CountersTold } from './counters-told.ts';
import { SharedStore } from './shared-store.ts';
import { type PrimaryMessage, STORE_FD, type WorkerMessage, type WorkerOrder } from './worker-messages.ts';

/**
 * One worker of a tracker, forked by `startWorkers`. It is told what to do over its IPC channel, asks for the store over a second
 * one, and leaves when it is asked to, or when the first one closes: then whoever started it is gone.
 */
let tracker: Promise<Tracker> | undefined;

const tell = (message: WorkerMessage): void => {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined); // gone: `disconnect` says so too
};

const counters = new CountersTold(tell);

process.on('message', (message: PrimaryMessage) => {
  if (message.type === 'start') tracker = start(message.order);
  else if (message.type === 'all-counters') counters.heard(message.question, message.counters);
  else if (message.type === 'tell-counters') counters.tell();
  else void leave();
});
// Ctrl-C in a terminal reaches all processes; in which order they end is decided by the first one.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => void leave());
process.on('disconnect', () => process.exit(0));

tell({ type: 'here' });

async function start({ config, logLevel, tellAnnounces, startedAt }: WorkerOrder): Promise<Tracker> {
  const log = pino(
    { level: logLevel, name: 'tracker', base: { pid: process.pid } },
    destination({ fd: 2, sync: true }),
  );
  try {
    const running = await startTracker(config, {
      log,
      startedAt,
      counters: counters.own,
      allCounters: () => counters.ask(),
      ...(config.store === 'memory' && { store: new SharedStore(new Socket({ fd: STORE_FD })) }),
      ...(tellAnnounces && { onAnnounce: (announce) => tell({ type: 'announce', announce }) }),
    });
    tell({ type: 'ready', url: running.url, address: running.address });
    return running;
  } catch (error) {
    if (!(error instanceof TrackerStartError)) throw error;
    tell({ type: 'failed', code: error.code, reason: error.message });
    return { url: '', address: config.http, close: () => Promise.resolve() };
  }
}

async function leave(): Promise<void> {
  const running = await tracker;
  await running?.close();
  counters.tell();
  process.exit(0);
}
