import type { EventSink } from '@seedbed/events';
import type { Logger } from 'pino';
import { ControlServer } from './control/control-server.ts';
import { announceEvent } from './events/announce-event.ts';
import type { EventWriter } from './events/event-writer.ts';
import { openEventFile } from './events/open-event-file.ts';
import type { PlannedFault } from './faults/fault.ts';
import { FaultPlan } from './faults/fault-plan.ts';
import { readFault } from './faults/read-fault.ts';
import { seededRandom } from './faults/seeded-random.ts';
import { AddressLimiter } from './policy/address-limiter.ts';
import { forgetRefused } from './policy/forget-refused.ts';
import { ListFiles } from './policy/list-files.ts';
import { Policy } from './policy/policy.ts';
import { torrentRefusal } from './policy/torrent-policy.ts';
import type { AnnounceSeen } from './service/announce-seen.ts';
import { loadState } from './state/load-state.ts';
import { StateKeeper } from './state/state-keeper.ts';
import type { HashKey } from './store/half-sip-state.ts';
import { MemoryStore } from './store/memory-store.ts';
import type { PeerStore } from './store/peer-store.ts';
import type { TrackerConfig } from './tracker-config.ts';
import { TrackerUsageError } from './tracker-usage-error.ts';

/** What the operations of a tracker work with. */
export interface OperationsComponents {
  readonly store: PeerStore;
  readonly log: Logger;
  readonly hashKey: HashKey;
  /** ms of the store's clock. */
  readonly now: () => number;
  readonly events?: EventSink | undefined;
}

/** What went wrong beside answering, since the start. */
export interface OperationTroubles {
  /** Announces that the log of events could not take. */
  readonly eventsLost: number;
  /** How often the swarms could not be written. */
  readonly stateFailures: number;
}

/** What events call the tracker that tells them. */
const NAME = 'tracker';

/** What an operator may ask of a tracker beside answering: lists, a rate, faults, events, swarms that outlive it. */
export class Operations {
  /** Undefined when everybody is let in. */
  readonly admission: Policy | undefined;
  readonly faults: FaultPlan;
  readonly #config: TrackerConfig;
  readonly #components: OperationsComponents;
  readonly #lists: ListFiles;
  readonly #policy: Policy;
  #eventFile: EventWriter | undefined;
  #keeper: StateKeeper | undefined;
  #control: ControlServer | undefined;

  private constructor(config: TrackerConfig, components: OperationsComponents) {
    const { announcesPerMinute, allowList, denyList, faultSeed } = config;
    this.#config = config;
    this.#components = components;
    const limiter = announcesPerMinute && new AddressLimiter(announcesPerMinute, components.hashKey);
    this.#policy = new Policy(limiter || undefined);
    this.#lists = new ListFiles({ allowList, denyList }, this.#policy);
    this.admission = limiter || this.#lists.any ? this.#policy : undefined;
    this.faults = new FaultPlan(seededRandom(faultSeed));
    this.faults.set(config.fault.map(plannedFault));
  }

  /**
   * Reads what there is to read, before anybody is answered.
   *
   * @throws TrackerUsageError, TrackerFileError
   */
  static async open(config: TrackerConfig, components: OperationsComponents): Promise<Operations> {
    const operations = new Operations(config, components);
    await operations.#lists.read();
    await operations.#load();
    await operations.#forgetRefused();
    if (config.events !== undefined) operations.#eventFile = await openEventFile(config.events, components.log);
    return operations;
  }

  /** Whether `reload` does anything. */
  get hasLists(): boolean {
    return this.#lists.any;
  }

  /** Where faults are changed; undefined without a control address. */
  get controlUrl(): string | undefined {
    return this.#control?.url;
  }

  get troubles(): OperationTroubles {
    return { eventsLost: this.#eventFile?.lost ?? 0, stateFailures: this.#keeper?.failures ?? 0 };
  }

  /** Who is told of each announce; undefined when nobody is. */
  get onAnnounce(): ((seen: AnnounceSeen) => void) | undefined {
    const sinks = [this.#components.events, this.#eventFile].filter((sink) => sink !== undefined);
    if (sinks.length === 0) return undefined;
    return (seen) => {
      const event = announceEvent(seen, NAME);
      for (const sink of sinks) sink.emit(event);
    };
  }

  /**
   * Begins what changes something, once the tracker listens.
   *
   * @throws TrackerUsageError, TrackerStartError about the control address
   */
  async begin(): Promise<void> {
    const { control, controlToken, state, stateInterval } = this.#config;
    const { store, log, now } = this.#components;
    if (control !== undefined) this.#control = await ControlServer.open(control, controlToken, this.faults, log);
    if (state === undefined || !(store instanceof MemoryStore)) return;
    const clockOffset = (): number => offsetOf(now());
    this.#keeper = new StateKeeper({ store, log, clockOffset }, { path: state, every: stateInterval });
  }

  /** Reads the lists again; peers of torrents that are refused from now on disappear. */
  async reload(): Promise<void> {
    if (await this.#lists.readAgain(this.#components.log)) await this.#forgetRefused();
  }

  /** Ends everything; nobody is answered any more. */
  async close(): Promise<void> {
    await this.#control?.close();
    await this.#keeper?.close();
    await this.#eventFile?.close();
  }

  async #load(): Promise<void> {
    const { state, interval, grace } = this.#config;
    const { store, log, now } = this.#components;
    if (state === undefined) return;
    if (!(store instanceof MemoryStore)) {
      throw new TrackerUsageError('--state: this store keeps its swarms itself; leave it out');
    }
    const t = now();
    const lifetime = Math.ceil((2 * interval + grace) / 1_000);
    await loadState(state, store, { now: Math.floor(t / 1_000), offset: offsetOf(t), lifetime }, log);
  }

  async #forgetRefused(): Promise<void> {
    if (!this.#lists.any) return;
    const isRefused = (infoHash: Uint8Array): boolean => torrentRefusal(this.#policy.lists, infoHash) !== undefined;
    await forgetRefused(this.#components.store, isRefused);
  }
}

/** Seconds since 1970 when the monotonic clock was at 0, as the system's clock stands now. */
function offsetOf(now: number): number {
  return Math.round((Date.now() - now) / 1_000);
}

function plannedFault(text: string): PlannedFault {
  const read = readFault(text);
  if (!read.ok) throw new TrackerUsageError(`--fault: ${read.problem}`);
  return read.value;
}
