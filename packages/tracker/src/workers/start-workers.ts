import cluster from 'node:cluster';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { type Logger, pino } from 'pino';
import { processFigures } from '../http/metrics/process-figures.ts';
import { monotonicNow } from '../monotonic-now.ts';
import { Operations } from '../operations.ts';
import { randomHashKey } from '../random-hash-key.ts';
import { bothOf, type OnAnnounce } from '../service/announce-seen.ts';
import type { Tracker, TrackerComponents } from '../start-tracker.ts';
import { openStore } from '../store/open-store.ts';
import { type AnyPeerStore, isRemote } from '../store/remote-peer-store.ts';
import type { TrackerConfig } from '../tracker-config.ts';
import type { TrackerFigures } from '../tracker-figures.ts';
import { addCounters } from './add-counters.ts';
import { pickPorts } from './pick-ports.ts';
import { TrackerWorker } from './tracker-worker.ts';
import type { WorkerOrder, WorkerRules } from './worker-messages.ts';

/** A worker that ended sooner than this after its start will do so again: the next one comes as much later, ms. */
const RESTART_PAUSE = 1_000;

/**
 * Starts a tracker of `config.workers` processes, with one state. They share the listening sockets, and whichever has time
 * takes the next connection; they read, check and answer requests. This process holds what there is once: the store in memory (a
 * shared store elsewhere is asked by each worker itself), the budgets of addresses, lists and faults, the files of swarms and
 * events. So a worker that dies takes nothing with it but the requests that it had, and another one takes its place.
 *
 * @throws TrackerStartError when they can't listen, or can't use the store.
 * @throws TrackerUsageError, TrackerFileError when a setting or a file that it names is wrong.
 */
export async function startWorkers(config: TrackerConfig, components: TrackerComponents): Promise<Tracker> {
  const { log = pino({ level: 'silent' }), events, signal } = components;
  const [hashKey, now] = [randomHashKey(), monotonicNow];
  const store = components.store ?? (await openStore(config, { log, hashKey, now }));
  const closeStore = (): Promise<void> => (isRemote(store) ? store.close() : Promise.resolve());
  try {
    const operations = await Operations.open(config, { store, log, hashKey, now, events, signal });
    const workers = new Workers(await pickPorts(config), { ...components, store, operations });
    const close = async (): Promise<void> => {
      await workers.close();
      await operations.close();
      await closeStore();
    };
    try {
      return await started(workers, operations, close);
    } catch (error) {
      await workers.close();
      await operations.close();
      throw error;
    }
  } catch (error) {
    await closeStore();
    throw error;
  }
}

async function started(workers: Workers, operations: Operations, close: () => Promise<void>): Promise<Tracker> {
  const { urls, address } = await workers.start();
  await operations.begin();
  let closed: Promise<void> | undefined;
  return {
    url: urls[0] ?? '', // HTTP comes first, and is always there
    urls,
    address,
    control: operations.controlUrl,
    reload: operations.reloads ? () => operations.reload() : undefined,
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}

/** What the workers are given, and whom they tell. */
interface WorkersComponents extends Omit<TrackerComponents, 'store'> {
  readonly store: AnyPeerStore;
  readonly operations: Operations;
}

class Workers {
  readonly #components: WorkersComponents;
  readonly #config: TrackerConfig;
  readonly #count: number;
  readonly #onAnnounce: OnAnnounce;
  readonly #secret = randomBytes(32);
  readonly #startedAt = monotonicNow();
  /** By number, from 1 on: one that is started again has the number of the one that ended. */
  readonly #running = new Map<number, TrackerWorker>();
  readonly #pauses = new Set<NodeJS.Timeout>();
  #closed: Promise<void> | undefined;
  /** What workers that are gone have counted. */
  #gone: TrackerWorker['counters'];

  constructor(config: TrackerConfig, components: WorkersComponents) {
    // Bounds that each process has for itself; together they are what was asked for.
    this.#config = { ...config, workers: 1, maxConnections: Math.ceil(config.maxConnections / config.workers) };
    this.#components = components;
    this.#count = config.workers;
    const { operations, onAnnounce } = components;
    this.#onAnnounce = bothOf(operations.onAnnounce, onAnnounce);
    operations.onChange = () => {
      for (const worker of this.#running.values()) worker.follow(this.#rules());
    };
  }

  async start(): Promise<Pick<Tracker, 'urls' | 'address'>> {
    // Connections handed out by this process one by one would cost it and the workers more than the announces.
    cluster.schedulingPolicy = cluster.SCHED_NONE;
    cluster.setupPrimary({
      exec: fileURLToPath(new URL('./worker-program.js', import.meta.url)),
      args: [],
      execArgv: [],
      serialization: 'advanced',
      // Behind the IPC channel a second one, for the store: a pair of sockets without a name, which ends with the processes.
      stdio: ['ignore', 'inherit', 'inherit', 'ipc', 'pipe'],
    });
    try {
      const ready = await Promise.all(Array.from({ length: this.#count }, (_, i) => this.#fork(i + 1).ready));
      const [first] = ready as [(typeof ready)[0], ...typeof ready]; // at least one worker
      return first;
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    for (const pause of this.#pauses) clearTimeout(pause);
    await Promise.all([...this.#running.values()].map((worker) => worker.close()));
  }

  #fork(number: number): TrackerWorker {
    const { log, store, operations } = this.#components;
    const startedAt = monotonicNow();
    const worker = new TrackerWorker({
      served: { store: isRemote(store) ? undefined : store, limiter: operations.limiter, random: Math.random },
      order: () => this.#order(),
      onAnnounce: this.#onAnnounce,
      onLog: (level, fields, text) => logAt(log, level, fields, text),
      figures: () => this.#figures(),
    });
    this.#running.set(number, worker);
    void worker.exit.then((status) => {
      this.#running.delete(number);
      this.#gone = sumOf(this.#gone, worker.counters);
      if (this.#closed !== undefined || !worker.wasReady) return;
      log?.warn({ pid: worker.pid, status }, 'a worker ended; another one is started');
      this.#forkAfter(monotonicNow() - startedAt < RESTART_PAUSE ? RESTART_PAUSE : 0, number);
    });
    return worker;
  }

  #forkAfter(pause: number, number: number): void {
    const timer = setTimeout(() => {
      this.#pauses.delete(timer);
      this.#fork(number).ready.catch((error: unknown) => {
        this.#components.log?.error({ err: error }, 'a worker could not be started again');
        if (this.#closed === undefined) this.#forkAfter(RESTART_PAUSE, number);
      });
    }, pause);
    this.#pauses.add(timer);
  }

  #order(): WorkerOrder {
    const { log, operations } = this.#components;
    return {
      config: this.#config,
      logLevel: log?.level ?? 'silent',
      tellAnnounces: this.#onAnnounce !== undefined,
      startedAt: this.#startedAt,
      secret: this.#secret,
      listed: operations.hasLists,
      limited: operations.limiter !== undefined,
      rules: this.#rules(),
    };
  }

  #rules(): WorkerRules {
    const { lists, faults } = this.#components.operations;
    return { lists, faults: faults.texts };
  }

  async #figures(): Promise<TrackerFigures | undefined> {
    const workers = [...this.#running];
    const told = await Promise.all(workers.map(([, worker]) => worker.askCounters()));
    const counters = told.reduce(sumOf, this.#gone);
    const taken = workers.flatMap(([number, { process }]) => (process ? [[`worker ${number}`, process] as const] : []));
    const processes = { first: processFigures(), ...Object.fromEntries(taken) };
    return counters && { counters, troubles: this.#components.operations.troubles, processes };
  }
}

/** Writes a line at a level that is given as pino counts. */
function logAt(log: Logger | undefined, level: number, fields: object, text: string): void {
  const name = LEVELS[level];
  if (name !== undefined) log?.[name](fields, text);
}

const LEVELS: Readonly<Record<number, 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal'>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};

function sumOf(one: TrackerWorker['counters'], other: TrackerWorker['counters']): TrackerWorker['counters'] {
  return one === undefined || other === undefined ? (one ?? other) : addCounters(one, other);
}
