import type { SwarmEvent } from '@seedbed/events';
import type { Member } from './member.ts';
import { PeerRecord } from './peer-record.ts';

/** How far one leech has come. */
export interface LeechProgress {
  readonly name: string;
  readonly state: 'to come' | 'starting' | 'downloading' | 'complete' | 'left';
  /** Bytes of verified pieces. */
  readonly bytes: number;
  /** Bytes per second. */
  readonly rate: number;
}

/** What is known of a swarm while it runs, learnt from its events alone. */
export class SwarmProgress {
  readonly #records: Map<string, PeerRecord>;
  readonly #totalLength: number;
  readonly #told = new Set<string>();
  #lastProgress = Number.NEGATIVE_INFINITY;

  constructor(members: readonly Member[], totalLength: number) {
    this.#totalLength = totalLength;
    this.#records = new Map(members.map((member) => [member.name, new PeerRecord(member, totalLength)]));
  }

  /** Another peer takes part from now on. */
  add(member: Member): void {
    this.#records.set(member.name, new PeerRecord(member, this.#totalLength));
  }

  /** Who takes part under a name. */
  member(name: string): Member | undefined {
    return this.#records.get(name)?.member;
  }

  get records(): PeerRecord[] {
    return [...this.#records.values()];
  }

  get leeches(): PeerRecord[] {
    return this.records.filter(({ member }) => member.role === 'leech');
  }

  /** Time of the last event that brought a download forward. */
  get lastProgress(): number {
    return this.#lastProgress;
  }

  /** Whether all who are complete have told so themselves: their events take another way than the word that comes first. */
  get isUpToDate(): boolean {
    return this.leeches.every(({ completedAt, member }) => completedAt === undefined || this.#told.has(member.name));
  }

  get allComplete(): boolean {
    return this.leeches.every(({ completedAt }) => completedAt !== undefined);
  }

  apply(event: SwarmEvent): void {
    if (event.type === 'announce-served') this.#announced(event.address);
    if (event.type === 'completed') this.#told.add(event.peer);
    const record = this.#records.get(event.peer);
    if (record === undefined) return;
    if (record.apply(event)) this.#lastProgress = Math.max(this.#lastProgress, event.t);
  }

  /** Clients of others do not tell that they have announced; the tracker does, and each has an address of its own. */
  #announced(address: string): void {
    const ip = address.slice(0, address.lastIndexOf(':'));
    const [record, ...others] = this.records.filter(({ member }) => member.ip === ip);
    if (record !== undefined && others.length === 0) record.announced = true;
  }

  /** A peer has everything, as heard from elsewhere than its events, which tell the exact time if they come. */
  confirmComplete(peer: string, now: number): void {
    const record = this.#records.get(peer);
    if (record !== undefined) record.completedAt ??= now;
  }

  /** What had held a peer up is over. */
  goesOn(peer: string): void {
    const record = this.#records.get(peer);
    if (record !== undefined) record.fault = undefined;
  }

  snapshot(now: number): LeechProgress[] {
    return this.leeches.map((record) => ({
      name: record.member.name,
      state:
        record.completedAt !== undefined ? 'complete' : record.startedAt === undefined ? 'starting' : 'downloading',
      bytes: record.bytes,
      rate: record.rate(now),
    }));
  }
}
