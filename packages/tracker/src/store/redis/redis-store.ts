import type { StoreAnnounce, StoreAnswer, StoreTotals, SwarmCounts, SwarmPage } from '../peer-store.ts';
import type { RemotePeerStore } from '../remote-peer-store.ts';
import type { RedisConnection } from './redis-connection.ts';
import { readAnswer, readBytes, readCounts, readList, readNumber } from './redis-replies.ts';
import { type RedisScriptName, redisScripts } from './redis-scripts.ts';
import type { Clock } from './shared-clock.ts';

/** What the store works with. */
export interface RedisStoreComponents {
  readonly connection: RedisConnection;
  readonly clock: Clock;
}

/** Bounds, as of `MemoryStore`; where several replicas share a Redis, each keeps to its own. */
export interface RedisStoreOptions {
  readonly maxPeers: number;
  readonly maxTorrents: number;
  /** What the names of all keys begin with. */
  readonly prefix: string;
}

/** Swarms that one script looks at: others wait while it runs. */
const SWARMS_A_SCRIPT = 100;

/**
 * All swarms in a Redis that any number of trackers share. It keeps nothing in this process: a tracker that dies loses
 * nothing, and the next announce may go to any other.
 *
 * Time: what is handed in is turned into the time of Redis, see `SharedClock`. Peers that are over are taken out as in
 * `MemoryStore`: with each announce those of its own swarm and of one more that is due; which one that is, Redis knows, so
 * that replicas share the work. Chance: Redis picks the peers, about evenly (of a few hundred, one may be given twice as
 * often as another); the number that is handed in shares them out between leeches and
 * seeds. While more than 1,000 peers of a swarm are over at once, an answer may hold fewer than were wanted.
 *
 * When it is full it does as `MemoryStore` does.
 */
export class RedisStore implements RemotePeerStore {
  readonly #connection: RedisConnection;
  readonly #clock: Clock;
  readonly #options: RedisStoreOptions;

  constructor({ connection, clock }: RedisStoreComponents, options: RedisStoreOptions) {
    this.#connection = connection;
    this.#clock = clock;
    this.#options = options;
  }

  async announce(announce: StoreAnnounce, now: number, random: () => number): Promise<StoreAnswer> {
    const { infoHash, peerId, address, role, change, completed, numwant, withIds, validUntil } = announce;
    const { maxPeers, maxTorrents } = this.#options;
    return readAnswer(
      await this.#run(
        'announce',
        Buffer.from(infoHash),
        Buffer.from(peerId),
        Buffer.from(address),
        role === 'seed' ? 's' : 'l',
        change,
        completed ? 1 : 0,
        numwant,
        withIds ? 1 : 0,
        this.#seconds(now),
        Math.ceil(this.#clock.shared(validUntil) / 1_000),
        random(),
        maxPeers,
        maxTorrents,
      ),
    );
  }

  async scrape(infoHash: Uint8Array, now: number): Promise<SwarmCounts | undefined> {
    const reply = await this.#run('scrape', Buffer.from(infoHash), this.#seconds(now));
    return reply === null ? undefined : readCounts(readList(reply));
  }

  async swarms(from: number, count: number): Promise<SwarmPage> {
    const most = Math.min(count, SWARMS_A_SCRIPT);
    const listed = readList(await this.#run('list', from, most)).map(readList);
    const swarms = listed.map(([infoHash, , ...counts]) => ({ infoHash: readBytes(infoHash), ...readCounts(counts) }));
    const last = listed[most - 1];
    return { swarms, next: last && readNumber(last[1]) };
  }

  async totals(): Promise<StoreTotals> {
    const [torrents, seeds, leeches] = readList(await this.#run('totals')).map(readNumber);
    return { torrents: torrents ?? 0, seeds: seeds ?? 0, leeches: leeches ?? 0 };
  }

  async sweep(now: number, swarms: number): Promise<void> {
    for (let left = swarms; left > 0; left -= SWARMS_A_SCRIPT) {
      const wanted = Math.min(left, SWARMS_A_SCRIPT);
      const due = readNumber(await this.#run('sweep', this.#seconds(now), wanted));
      if (due < wanted) return;
    }
  }

  trouble(): string | undefined {
    return this.#connection.trouble;
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  #seconds(now: number): number {
    return Math.floor(this.#clock.shared(now) / 1_000);
  }

  #run(name: RedisScriptName, ...args: readonly (Buffer | string | number)[]): Promise<unknown> {
    return this.#connection.run(redisScripts[name], this.#options.prefix, args);
  }
}
