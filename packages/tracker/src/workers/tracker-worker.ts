import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import type { PeerAddress } from '@seedbed/protocol';
import type { ProcessFigures } from '../http/metrics/process-figures.ts';
import type { AnnounceSeen } from '../service/announce-seen.ts';
import type { CounterFigures } from '../service/tracker-counters.ts';
import type { TrackerFigures } from '../tracker-figures.ts';
import { TrackerStartError } from '../tracker-start-error.ts';
import { TrackerUsageError } from '../tracker-usage-error.ts';
import { type Served, serveStore } from './serve-store.ts';
import {
  type PrimaryMessage,
  STORE_FD,
  type WorkerMessage,
  type WorkerOrder,
  type WorkerRules,
} from './worker-messages.ts';

/** How long a worker may take to end when it is asked to, before it is killed: three times what it gives its clients, ms. */
const CLOSE_PATIENCE = 3_000;

/** How long a worker that is busy or hangs is waited for when all are asked what they counted, ms. */
const COUNTERS_PATIENCE = 500;

/** What a worker is given and whom it tells. */
export interface TrackerWorkerComponents {
  readonly served: Served;
  /** As it is when the worker can hear it. */
  readonly order: () => WorkerOrder;
  readonly onAnnounce?: ((announce: AnnounceSeen) => void) | undefined;
  /** A line for the log; level as pino counts. */
  readonly onLog: (level: number, fields: object, text: string) => void;
  /** What all workers have done. */
  readonly figures: () => Promise<TrackerFigures | undefined>;
}

/** Where a worker listens. */
interface Ready {
  readonly urls: readonly string[];
  readonly address: PeerAddress;
}

/** One worker, seen from the process that started it. */
export class TrackerWorker {
  /** Where it listens. Rejects with what it could not start for. */
  readonly ready: Promise<Ready>;
  /** Its status, or the signal that ended it. */
  readonly exit: Promise<number | string>;
  /** What it has counted, as it told last; undefined before that. */
  counters: CounterFigures | undefined = undefined;
  /** What it takes, as it told last; undefined before that. */
  process: ProcessFigures | undefined = undefined;
  wasReady = false;
  #isClosing = false;
  readonly #counterAskers: (() => void)[] = [];
  readonly #worker: Worker;
  readonly #components: TrackerWorkerComponents;
  #settle: { resolve: (ready: Ready) => void; reject: (error: Error) => void } | undefined;

  constructor(components: TrackerWorkerComponents) {
    this.#components = components;
    this.#worker = cluster.fork();
    this.exit = once(this.#worker, 'exit').then(([code, signal]) => code ?? signal);
    this.ready = new Promise<Ready>((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    // Who waits for `ready` hears it; when nobody does, it is the exit that counts.
    this.ready.catch(() => undefined);
    void this.exit.then((status) => this.#settle?.reject(endedEarly(status)));
    this.#worker.on('message', (message: WorkerMessage) => this.#hear(message));
    // A message to a worker that is just ending can't be sent: its exit follows.
    this.#worker.on('error', () => undefined);
    // The descriptors of a child are sockets where they were asked for as pipes.
    serveStore(this.#worker.process.stdio[STORE_FD] as Duplex, components.served);
  }

  get pid(): number | undefined {
    return this.#worker.process.pid;
  }

  /** What it has counted up to now; what it told last when it does not answer. */
  async askCounters(): Promise<CounterFigures | undefined> {
    let impatience: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#counterAskers.push(resolve);
      impatience = setTimeout(resolve, COUNTERS_PATIENCE);
      this.#tell({ type: 'tell-counters' });
    });
    clearTimeout(impatience);
    return this.counters;
  }

  /** Other lists or faults hold. A worker that is just starting gets them with its order. */
  follow(rules: WorkerRules): void {
    this.#tell({ type: 'rules', rules });
  }

  /** Resolves when it has ended, by itself or killed. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#tell({ type: 'close' });
    const impatience = setTimeout(() => this.#worker.process.kill('SIGKILL'), CLOSE_PATIENCE);
    await this.exit;
    clearTimeout(impatience);
  }

  #hear(message: WorkerMessage): void {
    switch (message.type) {
      case 'here':
        // What it was told before it could hear is lost.
        this.#tell(this.#isClosing ? { type: 'close' } : { type: 'start', order: this.#components.order() });
        return;
      case 'ready':
        this.wasReady = true;
        this.process = message.process;
        this.#settle?.resolve({ urls: message.urls, address: message.address });
        return;
      case 'failed':
        this.#settle?.reject(
          message.code === 'usage'
            ? new TrackerUsageError(message.reason)
            : new TrackerStartError(message.code, message.reason),
        );
        return;
      case 'announce':
        this.#components.onAnnounce?.(message.announce);
        return;
      case 'log':
        this.#components.onLog(message.level, { ...message.fields, worker: this.pid }, message.text);
        return;
      case 'counters':
        this.counters = message.counters;
        if (message.process === undefined) return;
        this.process = message.process;
        // Only what was asked for answers: counters told of its own accord may have left before the question came.
        for (const heard of this.#counterAskers.splice(0)) heard();
        return;
      case 'figures-wanted':
        void this.#tellFigures(message.question);
    }
  }

  async #tellFigures(question: number): Promise<void> {
    const figures = await this.#components.figures();
    if (figures !== undefined) this.#tell({ type: 'figures', question, figures });
  }

  #tell(message: PrimaryMessage): void {
    if (this.#worker.isConnected()) this.#worker.send(message);
  }
}

function endedEarly(status: number | string): TrackerStartError {
  return new TrackerStartError('worker-ended', `a worker ended with ${status} before it was ready; see the log`);
}
