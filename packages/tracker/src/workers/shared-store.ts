import type { Duplex } from 'node:stream';
import { fromHex, toHex } from '@seedbed/protocol';
import type { Budget } from '../policy/policy.ts';
import type {
  StoreAnnounce,
  StoreAnswer,
  StoreTotals,
  SwarmCounts,
  SwarmPage,
  SwarmSummary,
} from '../store/peer-store.ts';
import { type RemotePeerStore, StoreAwayError } from '../store/remote-peer-store.ts';
import { decodeAnswer, encodeAnnounce } from './announce-frames.ts';
import { FrameReader, frame } from './frames.ts';
import { STATUS, type StoreQuestion, VERB, type WrittenPage } from './store-verbs.ts';

interface Waiting {
  readonly resolve: (answer: Buffer) => void;
  readonly reject: (error: Error) => void;
}

/** Announces that wait at the same time: more than that many come only when the other process stands still. */
const MAX_WAITING = 10_000;

/** How long the other process may say nothing while it is asked, ms: clients give up after some seconds, and shall hear why before. */
const PATIENCE = 1_000;

/**
 * The store that another process of this tracker holds, see `serveStore`. All questions of one turn of the event loop leave in
 * one write, and are answered in their order.
 */
export class SharedStore implements RemotePeerStore {
  readonly #channel: Duplex;
  readonly #waiting: Waiting[] = [];
  /** Of `#waiting`, those before it have their answer: shifting a long array for each would cost its length. */
  #next = 0;
  #batch: Buffer[] = [];
  #away: string | undefined = undefined;
  /** The other process has said nothing for too long. What it was asked it still answers, in order, should it go on. */
  #isHanging = false;
  #impatience: NodeJS.Timeout | undefined;

  /** @param channel to a process that runs `serveStore`. */
  constructor(channel: Duplex) {
    this.#channel = channel;
    const reader = new FrameReader();
    channel.on('data', (chunk: Buffer) => {
      for (const content of reader.read(chunk)) this.#answered(content);
      this.#isHanging = false;
      this.#wait();
    });
    channel.on('close', () => this.#lose());
    channel.on('error', () => channel.destroy());
  }

  announce(announce: StoreAnnounce, now: number): Promise<StoreAnswer> {
    return this.#ask(encodeAnnounce(VERB.announce, announce, now), decodeAnswer);
  }

  async scrape(infoHash: Uint8Array, now: number): Promise<SwarmCounts | undefined> {
    const counts = await this.#question<SwarmCounts | null>({ verb: 'scrape', infoHash: toHex(infoHash), now });
    return counts ?? undefined;
  }

  async swarms(from: number, count: number): Promise<SwarmPage> {
    const { swarms, next } = await this.#question<WrittenPage>({ verb: 'swarms', from, count });
    const read = ({ infoHash, ...counts }: WrittenPage['swarms'][number]): SwarmSummary => ({
      infoHash: fromHex(infoHash) as Uint8Array, // was written by `toHex`
      ...counts,
    });
    return { swarms: swarms.map(read), next };
  }

  totals(): Promise<StoreTotals> {
    return this.#question({ verb: 'totals' });
  }

  async sweep(now: number, swarms: number): Promise<void> {
    await this.#question({ verb: 'sweep', now, swarms });
  }

  /** Takes one announce from a budget that an address has with all workers together, as `AddressLimiter.take` does. */
  take(ip: string, now: number, budget: Budget): Promise<number> {
    return this.#question({ verb: 'take', ip, now, budget });
  }

  trouble(): string | undefined {
    return this.#away ?? (this.#isHanging ? 'the process that holds the store does not answer' : undefined);
  }

  close(): Promise<void> {
    this.#channel.destroy();
    this.#lose();
    return Promise.resolve();
  }

  /** What people ask now and then goes as JSON. The other side is of this program: its answer has the shape that is told here. */
  #question<T>(question: StoreQuestion): Promise<T> {
    const text = Buffer.from(JSON.stringify(question));
    const read = (answer: Buffer): T => JSON.parse(answer.toString('utf8', 1)) as T;
    return this.#ask(Buffer.concat([Buffer.of(VERB.question), text]), read);
  }

  /** One promise for each announce, and no chain of them: it is read where it comes in. */
  #ask<T>(content: Buffer, read: (answer: Buffer) => T): Promise<T> {
    if (this.#away !== undefined || this.#isHanging) return Promise.reject(new StoreAwayError(this.trouble()));
    if (this.#waiting.length - this.#next >= MAX_WAITING)
      return Promise.reject(new StoreAwayError('too many announces wait for the process that holds the store'));
    if (this.#batch.length === 0) setImmediate(() => this.#flush());
    this.#batch.push(frame(content));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve: (answer) => resolve(read(answer)), reject });
      if (this.#impatience === undefined) this.#wait();
    });
  }

  /** Begins to wait anew, as long as there is anything to wait for. */
  #wait(): void {
    clearTimeout(this.#impatience);
    this.#impatience = undefined;
    if (this.#next === this.#waiting.length) return;
    // When it was this process that stood still, answers lie there: they are read before the immediate comes.
    const timer = setTimeout(() => setImmediate(() => this.#impatience === timer && this.#hang()), PATIENCE);
    this.#impatience = timer;
  }

  /** Who waits is refused; the places stay, so that late answers find theirs. */
  #hang(): void {
    this.#impatience = undefined;
    this.#isHanging = true;
    for (const { reject } of this.#waiting.slice(this.#next)) reject(new StoreAwayError(this.trouble()));
  }

  #flush(): void {
    const batch = Buffer.concat(this.#batch);
    this.#batch = [];
    if (this.#away === undefined) this.#channel.write(batch);
  }

  #answered(content: Buffer): void {
    const waiting = this.#waiting[this.#next];
    this.#next += 1;
    if (this.#next === this.#waiting.length || this.#next === MAX_WAITING) {
      this.#waiting.splice(0, this.#next);
      this.#next = 0;
    }
    if (content[0] === STATUS.answer) waiting?.resolve(content);
    else waiting?.reject(new Error(content.toString('utf8', 1)));
  }

  #lose(): void {
    clearTimeout(this.#impatience);
    this.#away ??= 'the process that holds the store is gone';
    for (const { reject } of this.#waiting.splice(0).slice(this.#next)) reject(new StoreAwayError(this.#away));
    this.#next = 0;
  }
}
