import type { SwarmEvent } from '@seedbed/events';
import { applyEvent } from './apply-event.ts';
import { NumberList, NumberReader } from './number-list.ts';
import { Payload } from './payload.ts';
import type { PeerView } from './peer-state.ts';
import type { RunHeader } from './run-header.ts';
import type { SavedModel } from './saved-model.ts';
import type { StandingFault } from './standing-faults.ts';
import { SwarmState } from './swarm-state.ts';
import type { TextTable } from './text-table.ts';

/**
 * A swarm at one moment, made of its events alone: the same events give the same model, whether they come from a run
 * that goes on or from its record. What one peer tells changes what is known of that peer, so that events of different
 * peers may come a little out of order.
 *
 * All times are ms on the clock of the events; the time of the run is `t - startedAt`.
 */
export class SwarmModel {
  readonly header: RunHeader;
  /** Events applied. */
  count = 0;
  #latest = Number.NEGATIVE_INFINITY;
  readonly #swarm: SwarmState;

  constructor(header: RunHeader) {
    this.header = header;
    this.#swarm = new SwarmState(header);
  }

  /** Of the latest event; the start of the run before the first. */
  get time(): number {
    return this.count === 0 ? this.startedAt : this.#latest;
  }

  /** When the time of the plan began. */
  get startedAt(): number {
    return this.#swarm.run.startedAt;
  }

  /** Of the run as its launcher tells it: `running`, `stopping`; empty before. */
  get phase(): string {
    return this.#swarm.run.phase;
  }

  get trackerIsDown(): boolean {
    return this.#swarm.run.trackerIsDown;
  }

  /** Who can't reach whom now, side by side; empty where the network is whole. */
  get partition(): string {
    return this.#swarm.run.partition;
  }

  /** What was made wrong and not mended, the oldest first. A peer that has gone since then keeps its own. */
  get faults(): readonly StandingFault[] {
    return this.#swarm.run.faults.all;
  }

  /** For each piece how many peers that are there hold it. */
  get availability(): Uint16Array {
    return this.#swarm.availability.copies;
  }

  /** In the order of the plan; peers that were added come after them. */
  get peers(): readonly PeerView[] {
    return this.#swarm.peers.all;
  }

  peer(name: string): PeerView | undefined {
    return this.#swarm.peers.named(name);
  }

  /** Who has this peer id; undefined for clients that tell no events. */
  peerOf(remote: string): PeerView | undefined {
    return this.#swarm.peers.withId(remote);
  }

  /** Peers that are there and have everything, and those that are there and do not. */
  get seeds(): number {
    return this.#swarm.seeds;
  }

  get leeches(): number {
    return this.#swarm.leeches;
  }

  /** Somebody is there. */
  get isInhabited(): boolean {
    return this.#swarm.peers.all.some(({ stage }) => stage === 'running');
  }

  apply(event: SwarmEvent): void {
    this.count += 1;
    if (event.t > this.#latest) this.#latest = event.t;
    applyEvent(this.#swarm, event);
  }

  /** Everything of this moment, so that it can be restored later: `texts` has to be the same then. */
  save(texts: TextTable): SavedModel {
    const { run, peers, payload } = this.#swarm;
    const numbers = new NumberList();
    numbers.push(this.#latest, this.count);
    run.save(numbers, texts);
    for (const peer of peers.all) peer.save(numbers, texts);
    return {
      numbers: numbers.toArray(),
      added: peers.added,
      ids: peers.ids,
      have: peers.all.map(({ have }) => have.copy()),
      availability: this.availability.slice(),
      sentByStrangers: payload.sentByStrangers,
    };
  }

  static restore(header: RunHeader, saved: SavedModel, texts: TextTable): SwarmModel {
    const model = new SwarmModel(header);
    const { run, peers } = model.#swarm;
    for (const peer of saved.added) peers.add(peer);
    const numbers = new NumberReader(saved.numbers);
    model.#latest = numbers.take();
    model.count = numbers.take();
    run.restore(numbers, texts);
    for (const peer of peers.all) {
      peer.restore(numbers, texts);
      peer.have = saved.have[peer.index]?.copy() ?? peer.have;
    }
    peers.restoreIds(saved.ids);
    model.availability.set(saved.availability);
    model.#swarm.payload = new Payload(saved.sentByStrangers);
    return model;
  }
}
