import type { PeerEnd } from '@seedbed/peer/host';
import { changedLink } from '../scenario/changed-link.ts';
import type { PlannedPeer } from '../scenario/run-plan.ts';
import type { Link, LinkChange } from '../scenario/scenario.ts';
import type { Host } from './host.ts';
import type { WrittenPeer } from './host-protocol.ts';
import { limitConfig, linkConfig } from './link-config.ts';
import type { OutsideLine } from './run-network.ts';

/**
 * Where a peer is on its way: awaited → starting → running → leaving → gone, and from gone to starting when it is started
 * anew.
 */
export type Stage = 'awaited' | 'starting' | 'running' | 'leaving' | 'gone';

export interface RunPeerComponents {
  readonly host: Host;
  /** What its process is told to start it with, but for its link. */
  readonly config: Omit<WrittenPeer, 'link'>;
  /** Undefined: its process cares for its line. */
  readonly line: OutsideLine | undefined;
  /** Told whenever its stage has changed. */
  readonly onStage: (stage: Stage) => void;
}

interface Conditions {
  readonly unreachable: boolean;
  readonly corrupt: boolean;
  readonly diskFull: boolean;
}

const NOTHING: Conditions = { unreachable: false, corrupt: false, diskFull: false };

/** One peer of a run, and everything that may be done to it. What holds of it holds again after it is started anew. */
export class RunPeer {
  readonly plan: PlannedPeer;
  readonly #components: RunPeerComponents;
  #stage: Stage = 'awaited';
  #link: Link;
  #unreachable: readonly string[] = [];
  #isCorrupt = false;
  #isDiskFull = false;
  #isPaused = false;
  /** It is started anew as soon as it is gone. */
  #returns = false;
  /** What its process was told of it since it began. */
  #told: Conditions = NOTHING;

  constructor(plan: PlannedPeer, components: RunPeerComponents) {
    this.plan = plan;
    this.#link = plan.link;
    this.#components = components;
  }

  get stage(): Stage {
    return this.#stage;
  }

  get isThere(): boolean {
    return this.#stage === 'starting' || this.#stage === 'running';
  }

  /** What is done to its process as a whole meets others too. */
  get sharesProcess(): boolean {
    return this.#components.host.plan.peers.length > 1;
  }

  /** The plan wants its disk to be full. */
  get isDiskFull(): boolean {
    return this.#isDiskFull;
  }

  start(): void {
    if (this.#stage !== 'awaited' && this.#stage !== 'gone') return;
    const { host, config } = this.#components;
    this.#enter('starting');
    host.open();
    host.send({ type: 'start', peer: { ...config, ...this.#linkFields } });
  }

  /** Answers whether it was there to leave. */
  leave(how: PeerEnd): boolean {
    if (!this.isThere) return false;
    // Whoever stands still hears nothing.
    this.resume();
    this.#enter('leaving');
    this.#components.host.send({ type: 'stop', peer: this.plan.name, how });
    return true;
  }

  /** Without a word to anybody: with its process, where it has one alone. Answers whether it was there. */
  kill(): boolean {
    const { host } = this.#components;
    if (this.sharesProcess) return this.leave('killed');
    if (!this.isThere) return false;
    this.#isPaused = false;
    this.#enter('leaving');
    void host.kill().then(() => this.hasGone());
    return true;
  }

  /** From what it has on disk; it leaves first where it is there. */
  restart(): void {
    if (this.isThere) this.leave('order');
    if (this.#stage === 'leaving') this.#returns = true;
    else this.start();
  }

  /** Its process stands still; it shares it with nobody then. @throws Error when it can't stand still safely, see `Program` */
  pause(): void {
    if (!this.isThere) return;
    this.#components.host.pause();
    this.#isPaused = true;
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#components.host.resume();
  }

  /** `back` is the link of its plan. */
  changeLink(to: LinkChange | 'back'): void {
    this.#link = to === 'back' ? this.plan.link : changedLink(this.#link, to);
    const { line, host } = this.#components;
    if (line !== undefined) line.change(this.#link);
    else if (this.isThere) host.send({ type: 'link', peer: this.plan.name, link: linkConfig(this.#link) });
  }

  /** Addresses of those that it does not reach: the whole list anew. */
  cutOff(addresses: readonly string[]): void {
    const { line } = this.#components;
    if (line !== undefined) return line.cutOff(addresses);
    this.#unreachable = addresses;
    this.#tellIfRunning();
  }

  corrupt(): void {
    this.#isCorrupt = true;
    this.#tellIfRunning();
  }

  fillDisk(isFull: boolean): void {
    this.#isDiskFull = isFull;
    this.#tellIfRunning();
  }

  /** Its process has told that it takes part. */
  isReady(): void {
    if (this.#stage !== 'starting') return;
    this.#enter('running');
    this.#tellConditions();
  }

  /** Its process has told that it is gone, or has gone itself. */
  hasGone(): void {
    if (this.#stage !== 'leaving') return;
    this.#enter('gone');
    if (!this.#returns) return;
    this.#returns = false;
    this.start();
  }

  /** Who does not shape its line is told what it is, as people tell a client what they have. */
  get #linkFields(): Pick<WrittenPeer, 'link' | 'uploadLimit'> {
    return this.#components.line === undefined ? { link: linkConfig(this.#link) } : limitConfig(this.#link);
  }

  #tellIfRunning(): void {
    if (this.#stage === 'running') this.#tellConditions();
  }

  /** What was never true of it since it began need not be told. */
  #tellConditions(): void {
    const { host } = this.#components;
    const { name: peer } = this.plan;
    const told = this.#told;
    if (told.unreachable || this.#unreachable.length > 0) {
      host.send({ type: 'unreachable', peer, addresses: this.#unreachable });
    }
    if (told.corrupt !== this.#isCorrupt) host.send({ type: 'corrupt', peer, on: this.#isCorrupt });
    if (told.diskFull !== this.#isDiskFull) host.send({ type: 'disk-full', peer, on: this.#isDiskFull });
    this.#told = {
      unreachable: this.#unreachable.length > 0,
      corrupt: this.#isCorrupt,
      diskFull: this.#isDiskFull,
    };
  }

  #enter(stage: Stage): void {
    // What begins anew has been told nothing.
    if (stage === 'starting') this.#told = NOTHING;
    this.#stage = stage;
    this.#components.onStage(stage);
  }
}
