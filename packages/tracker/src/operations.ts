import type { ControlServer } from '@seedbed/control';
import type { EventSink } from '@seedbed/events';
import type { Logger } from 'pino';
import { openControl, refuseOpenControl } from './control/open-control.ts';
import { announceEvent } from './events/announce-event.ts';
import { EventFile } from './events/event-file.ts';
import { EventWriter } from './events/event-writer.ts';
import type { PlannedFault } from './faults/fault.ts';
import { FaultPlan } from './faults/fault-plan.ts';
import { readFault } from './faults/read-fault.ts';
import { seededRandom } from './faults/seeded-random.ts';
import { AddressLimiter } from './policy/address-limiter.ts';
import { forgetRefused } from './policy/forget-refused.ts';
import { ListFiles } from './policy/list-files.ts';
import { Policy } from './policy/policy.ts';
import { type TorrentLists, torrentRefusal } from './policy/torrent-policy.ts';
import type { Admission } from './service/admission.ts';
import type { AnnounceSeen } from './service/announce-seen.ts';
import { loadState } from './state/load-state.ts';
import { lockState, type StateLock } from './state/lock-state.ts';
import { StateKeeper } from './state/state-keeper.ts';
import { statePlace } from './state/state-place.ts';
import type { HashKey } from './store/half-sip-state.ts';
import { MemoryStore } from './store/memory-store.ts';
import { type AnyPeerStore, isRemote } from './store/remote-peer-store.ts';
import type { TrackerConfig } from './tracker-config.ts';
import { TrackerUsageError } from './tracker-usage-error.ts';

/** What the operations of a tracker work with. */
export interface OperationsComponents {
  readonly store: AnyPeerStore;
  readonly log: Logger;
  readonly hashKey: HashKey;
  /** ms of the store's clock. */
  readonly now: () => number;
  readonly events?: EventSink | undefined;
  /** Aborted when what is being read is not wanted any more. */
  readonly signal?: AbortSignal | undefined;
}

/** What went wrong beside answering, since the start. */
export interface OperationTroubles {
  /** Announces that the log of events could not take. */
  readonly eventsLost: number;
  /** How often the swarms could not be written. */
  readonly stateFailures: number;
}

/** What one process of a tracker asks them for. */
export interface ProcessOperations {
  /** Undefined when everybody is let in. */
  readonly admission: Admission | undefined;
  readonly faults: FaultPlan;
  /** Where faults are changed; undefined without a control address. */
  readonly controlUrl: string | undefined;
  /** Whether `reload` does anything. */
  readonly reloads: boolean;
  readonly troubles: OperationTroubles;
  /** Who is told of each announce; undefined when nobody is. */
  readonly onAnnounce: ((seen: AnnounceSeen) => void) | undefined;
  /** Begins what changes something, once the tracker listens. */
  begin(): Promise<void>;
  /**
   * Opens the file of events by its name again and reads the lists again; peers of torrents that are refused from now on
   * disappear from a store of this tracker's own.
   */
  reload(): Promise<void>;
  /** Ends everything; nobody is answered any more. @throws TrackerFileError when the swarms can't be written */
  close(): Promise<void>;
}

/** What events call the tracker that tells them. */
const NAME = 'tracker';

/** What an operator may ask of a tracker beside answering: lists, a rate, faults, events, swarms that outlive it. */
export class Operations implements ProcessOperations {
  readonly admission: Policy | undefined;
  readonly faults: FaultPlan;
  /** How much addresses may announce; undefined when as much as they like. */
  readonly limiter: AddressLimiter | undefined;
  /** Called when other lists or faults hold. */
  onChange: (() => void) | undefined = undefined;
  readonly #config: TrackerConfig;
  readonly #components: OperationsComponents;
  readonly #lists: ListFiles;
  readonly #policy: Policy;
  #eventFile: EventFile | undefined;
  #eventWriter: EventWriter | undefined;
  #lock: StateLock | undefined;
  #isStateWritten = true;
  #keeper: StateKeeper | undefined;
  #control: ControlServer | undefined;

  private constructor(config: TrackerConfig, components: OperationsComponents) {
    const { announcesPerMinute, allowList, denyList, faultSeed, control, controlToken } = config;
    if (control !== undefined) refuseOpenControl(control, controlToken);
    this.#config = config;
    this.#components = components;
    this.limiter =
      announcesPerMinute === undefined ? undefined : new AddressLimiter(announcesPerMinute, components.hashKey);
    this.#policy = new Policy(this.limiter);
    this.#lists = new ListFiles({ allowList, denyList }, this.#policy);
    this.admission = this.limiter !== undefined || this.#lists.any ? this.#policy : undefined;
    this.faults = new FaultPlan(seededRandom(faultSeed));
    this.faults.set(config.fault.map(plannedFault));
    this.faults.onChange = () => this.onChange?.();
  }

  /**
   * Reads what there is to read, before anybody is answered.
   *
   * @throws TrackerUsageError, TrackerFileError, the reason of `components.signal`
   */
  static async open(config: TrackerConfig, components: OperationsComponents): Promise<Operations> {
    const operations = new Operations(config, components);
    try {
      await operations.#lists.read();
      await operations.#load();
      await operations.#forgetRefused();
      if (config.events !== undefined) {
        operations.#eventFile = await EventFile.open(config.events, components.log);
        operations.#eventWriter = new EventWriter(operations.#eventFile);
      }
    } catch (error) {
      await operations.close();
      throw error;
    }
    return operations;
  }

  /** Which torrents are served. */
  get lists(): TorrentLists {
    return this.#policy.lists;
  }

  get hasLists(): boolean {
    return this.#lists.any;
  }

  get reloads(): boolean {
    return this.#lists.any || this.#eventFile !== undefined;
  }

  get controlUrl(): string | undefined {
    return this.#control?.url;
  }

  get troubles(): OperationTroubles {
    return { eventsLost: this.#eventWriter?.lost ?? 0, stateFailures: this.#keeper?.failures ?? 0 };
  }

  get onAnnounce(): ((seen: AnnounceSeen) => void) | undefined {
    const sinks = [this.#components.events, this.#eventWriter].filter((sink) => sink !== undefined);
    if (sinks.length === 0) return undefined;
    return (seen) => {
      const event = announceEvent(seen, NAME);
      for (const sink of sinks) sink.emit(event);
    };
  }

  /** @throws TrackerUsageError, TrackerStartError about the control address */
  async begin(): Promise<void> {
    const { control, controlToken, stateInterval } = this.#config;
    const { store, log, now } = this.#components;
    if (control !== undefined) this.#control = await openControl(control, controlToken, this.faults, log);
    if (this.#lock === undefined || !(store instanceof MemoryStore)) return;
    const clockOffset = (): number => offsetOf(now());
    this.#keeper = new StateKeeper(
      { store, log, clockOffset },
      { path: this.#lock.place, every: stateInterval, isWritten: this.#isStateWritten },
    );
  }

  async reload(): Promise<void> {
    await this.#eventFile?.reopen();
    if (!this.#lists.any || !(await this.#lists.readAgain(this.#components.log))) return;
    this.onChange?.();
    await this.#forgetRefused();
  }

  async close(): Promise<void> {
    await this.#control?.close();
    try {
      await this.#keeper?.close();
    } finally {
      // Not before the last writing: the next tracker reads what it finds.
      await this.#lock?.release();
      await this.#closeEvents();
    }
  }

  async #closeEvents(): Promise<void> {
    await this.#eventWriter?.close();
    const { eventsLost } = this.troubles;
    // Nobody can ask for the metrics any more.
    if (eventsLost > 0) this.#components.log.error({ eventsLost }, 'events are not in the file of events');
  }

  async #load(): Promise<void> {
    const { state, events, interval, grace } = this.#config;
    const { store, log, now, signal } = this.#components;
    if (state === undefined) return;
    if (!(store instanceof MemoryStore)) {
      throw new TrackerUsageError('--state: this store keeps its swarms itself; leave it out');
    }
    this.#lock = await lockState(state);
    if (events !== undefined && (await statePlace(events)) === this.#lock.place) {
      throw new TrackerUsageError(`--state and --events: ${state} can't hold both; name two files`);
    }
    const t = now();
    const lifetime = Math.ceil((2 * interval + grace) / 1_000);
    const clock = { now: Math.floor(t / 1_000), offset: offsetOf(t), lifetime };
    this.#isStateWritten = await loadState(this.#lock.place, store, clock, { log, signal });
  }

  /** What a shared store holds others may serve: they have lists of their own. Nobody announces here what is refused here. */
  async #forgetRefused(): Promise<void> {
    const { store } = this.#components;
    if (!this.#lists.any || isRemote(store)) return;
    const isRefused = (infoHash: Uint8Array): boolean => torrentRefusal(this.#policy.lists, infoHash) !== undefined;
    await forgetRefused(store, isRefused);
  }
}

/** Seconds since 1970 when the monotonic clock was at 0, as the system's clock stands now. */
function offsetOf(now: number): number {
  return Math.round((Date.now() - now) / 1_000);
}

/** @throws TrackerUsageError */
export function plannedFault(text: string): PlannedFault {
  const read = readFault(text);
  if (!read.ok) throw new TrackerUsageError(`--fault: ${read.problem}`);
  return read.value;
}
