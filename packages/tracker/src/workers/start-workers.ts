import cluster from 'node:cluster';
import { fileURLToPath } from 'node:url';
import { monotonicNow } from '../monotonic-now.ts';
import { randomHashKey } from '../random-hash-key.ts';
import type { Tracker, TrackerComponents } from '../start-tracker.ts';
import { MemoryStore } from '../store/memory-store.ts';
import type { PeerStore } from '../store/peer-store.ts';
import type { TrackerConfig } from '../tracker-config.ts';
import { addCounters } from './add-counters.ts';
import { TrackerWorker } from './tracker-worker.ts';

/** A worker that ended sooner than this after its start will do so again: the next one comes as much later, ms. */
const RESTART_PAUSE = 1_000;

/**
 * Starts a tracker of `config.workers` processes, with one state. They share the listening sockets, and whichever has time
 * takes the next connection; they read, check and answer requests. The store in memory stays in this process, which does nothing
 * else (a shared store elsewhere is asked by each worker itself): so a worker that dies takes nothing with it but the
 * requests that it had, and another one takes its place.
 *
 * @throws TrackerStartError when they can't listen, or can't use the store.
 */
export async function startWorkers(config: TrackerConfig, components: TrackerComponents): Promise<Tracker> {
  const { store = new MemoryStore({ ...config, hashKey: randomHashKey() }) } = components;
  if ('away' in store) throw new TypeError('workers open a shared store themselves: name it in the configuration');
  const workers = new Workers(config, components, store);
  const first = await workers.start();
  return { ...first, close: () => workers.close() };
}

class Workers {
  readonly #components: TrackerComponents;
  readonly #store: PeerStore;
  readonly #count: number;
  readonly #startedAt = monotonicNow();
  readonly #running = new Set<TrackerWorker>();
  readonly #pauses = new Set<NodeJS.Timeout>();
  #config: TrackerConfig;
  #closed: Promise<void> | undefined;
  /** What workers that are gone have counted. */
  #gone: TrackerWorker['counters'];

  constructor(config: TrackerConfig, components: TrackerComponents, store: PeerStore) {
    // Bounds that each process has for itself; together they are what was asked for.
    this.#config = { ...config, workers: 1, maxConnections: Math.ceil(config.maxConnections / config.workers) };
    this.#components = components;
    this.#store = store;
    this.#count = config.workers;
  }

  async start(): Promise<Pick<Tracker, 'url' | 'address'>> {
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
      const ready = await Promise.all(Array.from({ length: this.#count }, () => this.#fork().ready));
      const [first] = ready as [(typeof ready)[0], ...typeof ready]; // at least one worker
      // A port that was picked is kept when workers are started again.
      this.#config = { ...this.#config, http: first.address };
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
    await Promise.all([...this.#running].map((worker) => worker.close()));
  }

  #fork(): TrackerWorker {
    const { log, onAnnounce } = this.#components;
    const startedAt = monotonicNow();
    const worker = new TrackerWorker({
      store: this.#store,
      order: {
        config: this.#config,
        logLevel: log?.level ?? 'silent',
        tellAnnounces: onAnnounce !== undefined,
        startedAt: this.#startedAt,
      },
      onAnnounce,
      allCounters: () => this.#allCounters(),
    });
    this.#running.add(worker);
    void worker.exit.then((status) => {
      this.#running.delete(worker);
      this.#gone = sumOf(this.#gone, worker.counters);
      if (this.#closed !== undefined || !worker.wasReady) return;
      log?.warn({ pid: worker.pid, status }, 'a worker ended; another one is started');
      this.#forkAfter(monotonicNow() - startedAt < RESTART_PAUSE ? RESTART_PAUSE : 0);
    });
    return worker;
  }

  #forkAfter(pause: number): void {
    const timer = setTimeout(() => {
      this.#pauses.delete(timer);
      this.#fork().ready.catch((error: unknown) => {
        this.#components.log?.error({ err: error }, 'a worker could not be started again');
        if (this.#closed === undefined) this.#forkAfter(RESTART_PAUSE);
      });
    }, pause);
    this.#pauses.add(timer);
  }

  async #allCounters(): Promise<TrackerWorker['counters']> {
    const running = await Promise.all([...this.#running].map((worker) => worker.askCounters()));
    return running.reduce(sumOf, this.#gone);
  }
}

function sumOf(one: TrackerWorker['counters'], other: TrackerWorker['counters']): TrackerWorker['counters'] {
  return one === undefined || other === undefined ? (one ?? other) : addCounters(one, other);
}
