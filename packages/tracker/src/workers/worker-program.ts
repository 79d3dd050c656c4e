import { Socket } from 'node:net';
import { destination, pino } from 'pino';
import type { AnnounceSeen } from '../service/announce-seen.ts';
import { startProcess, type Tracker } from '../start-tracker.ts';
import { TrackerStartError } from '../tracker-start-error.ts';
import { TrackerUsageError } from '../tracker-usage-error.ts';
import { CountersTold } from './counters-told.ts';
import { SharedStore } from './shared-store.ts';
import { type PrimaryMessage, STORE_FD, type WorkerMessage, type WorkerOrder } from './worker-messages.ts';
import { WorkerOperations } from './worker-operations.ts';

/**
 * One worker of a tracker, forked by `startWorkers`. It is told what to do over its IPC channel, asks for the store over a second
 * one, and leaves when it is asked to, or when the first one closes: then whoever started it is gone.
 */
let tracker: Promise<Pick<Tracker, 'close'>> | undefined;
let operations: WorkerOperations | undefined;

const tell = (message: WorkerMessage): void => {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined); // gone: `disconnect` says so too
};

const counters = new CountersTold(tell);

process.on('message', (message: PrimaryMessage) => {
  if (message.type === 'start') tracker = start(message.order);
  else if (message.type === 'rules') operations?.apply(message.rules);
  else if (message.type === 'figures') counters.heard(message.question, message.figures);
  else if (message.type === 'tell-counters') counters.tell();
  else void leave();
});
// Signals of a terminal reach all processes; in which order they end, and what is read again, is decided by the first one.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('SIGTERM', () => void leave());
process.on('disconnect', () => process.exit(0));

tell({ type: 'here' });

async function start(order: WorkerOrder): Promise<Pick<Tracker, 'close'>> {
  const { config, logLevel, tellAnnounces, startedAt, secret } = order;
  const log = pino(
    { level: logLevel, name: 'tracker', base: { pid: process.pid } },
    destination({ fd: 2, sync: true }),
  );
  try {
    const primary = new SharedStore(new Socket({ fd: STORE_FD }));
    const onAnnounce = tellAnnounces ? (announce: AnnounceSeen) => tell({ type: 'announce', announce }) : undefined;
    operations = new WorkerOperations(order, { limiter: primary, onAnnounce });
    const running = await startProcess(
      config,
      { log, ...(config.store === 'memory' && { store: primary }) },
      { operations, counters: counters.own, figures: () => counters.ask(), startedAt, secret },
    );
    tell({ type: 'ready', urls: running.urls, address: running.address });
    return running;
  } catch (error) {
    if (!(error instanceof TrackerStartError || error instanceof TrackerUsageError)) throw error;
    tell({ type: 'failed', code: error instanceof TrackerStartError ? error.code : 'usage', reason: error.message });
    return { close: () => Promise.resolve() };
  }
}

async function leave(): Promise<void> {
  const running = await tracker;
  await running?.close();
  counters.tell();
  process.exit(0);
}
