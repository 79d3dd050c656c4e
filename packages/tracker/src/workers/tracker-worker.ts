import { type ChildProcess, fork } from 'node:child_process';
import type { Socket } from 'node:dgram';
import type { Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { ProcessFigures } from '../http/metrics/process-figures.ts';
import type { AnnounceSeen } from '../service/announce-seen.ts';
import type { CounterFigures } from '../service/tracker-counters.ts';
import type { TrackerFigures } from '../tracker-figures.ts';
import { TrackerStartError } from '../tracker-start-error.ts';
import { TrackerUsageError } from '../tracker-usage-error.ts';
import type { Doors } from './doors.ts';
import { type Served, serveStore } from './serve-store.ts';
import {
  type FirstProcessMessage,
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
  /** Where it listens. */
  readonly doors: Doors;
  /** As it is when the worker can hear it. */
  readonly order: () => WorkerOrder;
  readonly onAnnounce?: ((announce: AnnounceSeen) => void) | undefined;
  /** A line for the log; level as pino counts. */
  readonly onLog: (level: number, fields: object, text: string) => void;
  /** What all processes have done. */
  readonly figures: () => Promise<TrackerFigures>;
}

/** One worker, seen from the first process. */
export class TrackerWorker {
  /** Rejects with what it could not start for. */
  readonly ready: Promise<void>;
  /** Its status, or the signal that ended it. */
  readonly exit: Promise<number | string>;
  /** What it has counted, as it told last; undefined before that. */
  counters: CounterFigures | undefined = undefined;
  /** What it takes, as it told last; undefined before that. */
  process: ProcessFigures | undefined = undefined;
  wasReady = false;
  #isClosing = false;
  readonly #counterAskers: (() => void)[] = [];
  readonly #worker: ChildProcess;
  readonly #components: TrackerWorkerComponents;
  #settle: { resolve: () => void; reject: (error: Error) => void } | undefined;

  constructor(components: TrackerWorkerComponents) {
    this.#components = components;
    this.#worker = fork(fileURLToPath(new URL('./worker-program.js', import.meta.url)), [], {
      execArgv: [],
      serialization: 'advanced',
      // Behind the IPC channel a second one, for the store: a pair of sockets without a name, which ends with the processes.
      stdio: ['ignore', 'inherit', 'inherit', 'ipc', 'pipe'],
    });
    this.exit = new Promise((resolve) => {
      this.#worker.once('exit', (code, signal) => resolve(code ?? signal ?? 'no status'));
      // One that could not be started has no exit. To one that is just ending a message can't be sent: its exit follows.
      this.#worker.on('error', (error) => this.#worker.pid === undefined && resolve(error.message));
    });
    this.ready = new Promise<void>((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    // Who waits for `ready` hears it; when nobody does, it is the exit that counts.
    this.ready.catch(() => undefined);
    void this.exit.then((status) => this.#settle?.reject(endedEarly(status)));
    this.#worker.on('message', (message: WorkerMessage) => this.#hear(message));
    // The descriptors of a child are sockets where they were asked for as pipes.
    serveStore(this.#worker.stdio[STORE_FD] as Duplex, components.served);
  }

  get pid(): number | undefined {
    return this.#worker.pid;
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
    const impatience = setTimeout(() => this.#worker.kill('SIGKILL'), CLOSE_PATIENCE);
    await this.exit;
    clearTimeout(impatience);
  }

  #hear(message: WorkerMessage): void {
    switch (message.type) {
      case 'here':
        // What it was told before it could hear is lost.
        this.#tell(this.#isClosing ? { type: 'close' } : { type: 'start', order: this.#components.order() });
        return;
      case 'door-wanted':
        this.#tell({ type: 'door' }, this.#components.doors[message.door]);
        return;
      case 'ready':
        this.wasReady = true;
        this.process = message.process;
        this.#settle?.resolve();
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
    this.#tell({ type: 'figures', question, figures: await this.#components.figures() });
  }

  #tell(message: FirstProcessMessage, door?: Server | Socket): void {
    if (this.#worker.connected) this.#worker.send(message, door);
  }
}

function endedEarly(status: number | string): TrackerStartError {
  return new TrackerStartError('worker-ended', `a worker ended with ${status} before it was ready; see the log`);
}
