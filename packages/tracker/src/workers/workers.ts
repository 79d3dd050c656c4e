import type { Logger } from 'pino';
import { processFigures } from '../http/metrics/process-figures.ts';
import { monotonicNow } from '../monotonic-now.ts';
import type { CounterFigures } from '../service/tracker-counters.ts';
import { isRemote } from '../store/remote-peer-store.ts';
import type { TrackerConfig } from '../tracker-config.ts';
import type { TrackerFigures } from '../tracker-figures.ts';
import { addCounters } from './add-counters.ts';
import type { Doors } from './doors.ts';
import type { FirstProcess } from './first-process.ts';
import type { OtherProcesses } from './other-processes.ts';
import { TrackerWorker } from './tracker-worker.ts';
import type { WorkerOrder, WorkerRules } from './worker-messages.ts';

/** A worker that ended sooner than this after its start will do so again: the next one comes as much later, ms. */
const RESTART_PAUSE = 1_000;

/**
 * The other processes of a tracker, seen from the first one. All share the listening sockets, and whichever has time takes
 * the next connection. The first one answers requests as one that is alone does, and holds what there is once: the store in memory
 * (a shared store elsewhere is asked by each process itself), the budgets of addresses, lists and faults, the files of swarms
 * and events. Its workers read, check and answer requests, and ask it for what it holds. So a worker that dies takes nothing
 * with it but the requests that it had, and another one takes its place.
 */
export class Workers implements OtherProcesses {
  readonly #config: TrackerConfig;
  readonly #first: FirstProcess;
  readonly #count: number;
  /** By number, from 1 on: one that is started again has the number of the one that ended. */
  readonly #running = new Map<number, TrackerWorker>();
  readonly #pauses = new Set<NodeJS.Timeout>();
  #closed: Promise<void> | undefined;
  /** What workers that are gone have counted. */
  #gone: TrackerWorker['counters'];

  /** @param config of each of them. */
  constructor(config: TrackerConfig, count: number, first: FirstProcess) {
    this.#config = config;
    this.#first = first;
    this.#count = count;
    first.operations.onChange = () => {
      for (const worker of this.#running.values()) worker.follow(this.#rules());
    };
  }

  /** Starts them. Rejects with what one of them could not start for; `close` is to be called then too. */
  async start(doors: Doors): Promise<void> {
    await Promise.all(Array.from({ length: this.#count }, (_, i) => this.#fork(i + 1, doors).ready));
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    for (const pause of this.#pauses) clearTimeout(pause);
    await Promise.all([...this.#running.values()].map((worker) => worker.close()));
  }

  #fork(number: number, doors: Doors): TrackerWorker {
    const { log, store, operations, onAnnounce } = this.#first;
    const startedAt = monotonicNow();
    const worker = new TrackerWorker({
      served: { store: isRemote(store) ? undefined : store, limiter: operations.limiter, random: Math.random },
      doors,
      order: () => this.#order(),
      onAnnounce,
      onLog: (level, fields, text) => logAt(log, level, fields, text),
      figures: () => this.figures(),
    });
    this.#running.set(number, worker);
    void worker.exit.then((status) => {
      this.#running.delete(number);
      if (worker.counters !== undefined) this.#gone = sumOf(worker.counters, this.#gone);
      if (this.#closed !== undefined || !worker.wasReady) return;
      log.warn({ pid: worker.pid, status }, 'a worker ended; another one is started');
      this.#forkAfter(monotonicNow() - startedAt < RESTART_PAUSE ? RESTART_PAUSE : 0, number, doors);
    });
    return worker;
  }

  #forkAfter(pause: number, number: number, doors: Doors): void {
    const timer = setTimeout(() => {
      this.#pauses.delete(timer);
      this.#fork(number, doors).ready.catch((error: unknown) => {
        this.#first.log.error({ err: error }, 'a worker could not be started again');
        if (this.#closed === undefined) this.#forkAfter(RESTART_PAUSE, number, doors);
      });
    }, pause);
    this.#pauses.add(timer);
  }

  #order(): WorkerOrder {
    const { log, operations, onAnnounce, startedAt, secret } = this.#first;
    return {
      config: this.#config,
      logLevel: log.level,
      tellAnnounces: onAnnounce !== undefined,
      startedAt,
      secret,
      listed: operations.hasLists,
      limited: operations.limiter !== undefined,
      rules: this.#rules(),
    };
  }

  #rules(): WorkerRules {
    const { lists, faults } = this.#first.operations;
    return { lists, faults: faults.texts };
  }

  /** What all processes have done, and what each of them takes. */
  async figures(): Promise<TrackerFigures> {
    const workers = [...this.#running];
    const told = await Promise.all(workers.map(([, worker]) => worker.askCounters()));
    // As it is sent: fields, and no class.
    const counters = [...told, this.#gone].reduce<CounterFigures>(sumOf, { ...this.#first.counters });
    const taken = workers.flatMap(([number, { process }]) => (process ? [[`worker ${number}`, process] as const] : []));
    const processes = { first: processFigures(), ...Object.fromEntries(taken) };
    return { counters, troubles: this.#first.operations.troubles, processes };
  }
}

/** Writes a line at a level that is given as pino counts. */
function logAt(log: Logger, level: number, fields: object, text: string): void {
  const name = LEVELS[level];
  if (name !== undefined) log[name](fields, text);
}

const LEVELS: Readonly<Record<number, 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal'>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};

function sumOf(sum: CounterFigures, counters: CounterFigures | undefined): CounterFigures {
  return counters === undefined ? sum : addCounters(sum, counters);
}
