import type { Socket as UdpSocket } from 'node:dgram';
import { type Server, Socket } from 'node:net';
import { pino } from 'pino';
import { processFigures } from '../http/metrics/process-figures.ts';
import type { AnnounceSeen } from '../service/announce-seen.ts';
import { startProcess } from '../start-process.ts';
import type { Tracker } from '../tracker.ts';
import { TrackerStartError } from '../tracker-start-error.ts';
import { TrackerUsageError } from '../tracker-usage-error.ts';
import { CountersTold } from './counters-told.ts';
import type { Doors } from './doors.ts';
import { SharedStore } from './shared-store.ts';
import { type FirstProcessMessage, STORE_FD, type WorkerMessage, type WorkerOrder } from './worker-messages.ts';
import { WorkerOperations } from './worker-operations.ts';

/**
 * Does what the process says that started this one.
 *
 * @returns has it leave, unless it is still starting: then who started it decides.
 */
export function runWorker(): () => void {
  const worker = new WorkerProgram();
  return () => worker.leave();
}

class WorkerProgram {
  readonly #counters = new CountersTold(tell);
  #tracker: Promise<Pick<Tracker, 'close'>> | undefined;
  #operations: WorkerOperations | undefined;
  #isReady = false;
  #doorOpened: ((door: unknown) => void) | undefined;

  constructor() {
    process.on('message', (message: FirstProcessMessage, handle?: unknown) => this.#hear(message, handle));
    tell({ type: 'here' });
  }

  leave(): void {
    if (this.#isReady) void this.#leave();
  }

  #hear(message: FirstProcessMessage, handle: unknown): void {
    switch (message.type) {
      case 'start':
        this.#tracker = this.#start(message.order);
        return;
      case 'door':
        // Listened at before the next turn of the event loop: nobody comes in meanwhile.
        this.#doorOpened?.(handle);
        return;
      case 'rules':
        this.#operations?.apply(message.rules);
        return;
      case 'figures':
        this.#counters.heard(message.question, message.figures);
        return;
      case 'tell-counters':
        this.#counters.tell(processFigures());
        return;
      case 'close':
        void this.#leave();
    }
  }

  async #start(order: WorkerOrder): Promise<Pick<Tracker, 'close'>> {
    const { config, tellAnnounces, startedAt, secret } = order;
    const log = pino({ level: order.logLevel, base: null }, { write: tellLog });
    try {
      const first = new SharedStore(new Socket({ fd: STORE_FD }));
      const onAnnounce = tellAnnounces ? (announce: AnnounceSeen) => tell({ type: 'announce', announce }) : undefined;
      this.#operations = new WorkerOperations(order, { limiter: first, onAnnounce });
      const running = await startProcess(
        config,
        { log, ...(config.store === 'memory' && { store: first }) },
        {
          shared: {
            operations: this.#operations,
            counters: this.#counters.own,
            figures: () => this.#counters.ask(),
            startedAt,
            secret,
            doors: {
              http: () => this.#door('http') as Promise<Server>,
              udp: () => this.#door('udp') as Promise<UdpSocket>,
            },
          },
        },
      );
      this.#isReady = true;
      tell({ type: 'ready', process: processFigures() });
      return running;
    } catch (error) {
      if (!(error instanceof TrackerStartError || error instanceof TrackerUsageError)) throw error;
      tell({ type: 'failed', code: error instanceof TrackerStartError ? error.code : 'usage', reason: error.message });
      return { close: () => Promise.resolve() };
    }
  }

  /** One after the other is asked for. */
  #door(door: keyof Doors): Promise<unknown> {
    return new Promise((resolve) => {
      this.#doorOpened = resolve;
      tell({ type: 'door-wanted', door });
    });
  }

  async #leave(): Promise<void> {
    const running = await this.#tracker;
    await running?.close();
    this.#counters.tell();
    process.exit(0);
  }
}

function tell(message: WorkerMessage): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined); // gone: `disconnect` says so too
}

/** Lines of all processes are written by the first one, so that they look alike wherever it writes them to. */
function tellLog(line: string): void {
  const { level, time: _, msg: text, ...fields } = JSON.parse(line) as LogLine;
  tell({ type: 'log', level, text, fields });
}

/** As pino writes it, with `base: null`. */
interface LogLine {
  readonly level: number;
  readonly time: number;
  readonly msg: string;
}
