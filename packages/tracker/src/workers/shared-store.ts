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
import { decodeAnswer, writeAnnounce } from './announce-frames.ts';
import { FrameReader, FrameWriter } from './frames.ts';
import { STATUS, type StoreQuestion, VERB, type WrittenPage, writeText } from './store-verbs.ts';

interface Waiting {
  /** Reads the answer. */
  readonly heard: (answer: Buffer) => void;
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
  readonly #questions: FrameWriter = new FrameWriter();
  #away: string | undefined = undefined;
  /** The other process has said nothing for too long. What it was asked it still answers, in order, should it go on. */
  #isHanging = false;
  /** Begins anew with each answer, and when there is something to wait for: one timer for all, because so many come. */
  readonly #impatience: NodeJS.Timeout = setTimeout(() => this.#doubt(), PATIENCE).unref();
  /** Counts what was heard. */
  #heard = 0;

  /** @param channel to a process that runs `serveStore`. */
  constructor(channel: Duplex) {
    this.#channel = channel;
    const reader = new FrameReader((content) => this.#answered(content));
    channel.on('data', (chunk: Buffer) => {
      reader.read(chunk);
      this.#isHanging = false;
      this.#impatience.refresh();
    });
    channel.on('close', () => this.#lose());
    channel.on('error', () => channel.destroy());
  }

  announce(announce: StoreAnnounce, now: number): Promise<StoreAnswer> {
    return this.#ask((questions) => writeAnnounce(questions, VERB.announce, announce, now), decodeAnswer);
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
    const read = (answer: Buffer): T => JSON.parse(answer.toString('utf8', 1)) as T;
    return this.#ask((questions) => writeText(questions, VERB.question, JSON.stringify(question)), read);
  }

  /** One promise for each announce, and no chain of them: it is read where it comes in. */
  #ask<T>(write: (questions: FrameWriter) => void, read: (answer: Buffer) => T): Promise<T> {
    if (this.#away !== undefined || this.#isHanging) return Promise.reject(new StoreAwayError(this.trouble()));
    if (this.#waiting.length - this.#next >= MAX_WAITING)
      return Promise.reject(new StoreAwayError('too many announces wait for the process that holds the store'));
    if (this.#questions.isEmpty) setImmediate(this.#flush);
    write(this.#questions);
    if (this.#next === this.#waiting.length) this.#impatience.refresh();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ heard: (answer) => resolve(read(answer)), reject });
    });
  }

  /** When it was this process that stood still, answers lie there: they are read before the immediate comes. */
  #doubt(): void {
    if (this.#next === this.#waiting.length) return;
    const heard = this.#heard;
    setImmediate(() => this.#heard === heard && this.#hang());
  }

  /** Who waits is refused; the places stay, so that late answers find theirs. */
  #hang(): void {
    this.#isHanging = true;
    for (const { reject } of this.#waiting.slice(this.#next)) reject(new StoreAwayError(this.trouble()));
  }

  readonly #flush = (): void => {
    const questions = this.#questions.take();
    if (this.#away === undefined) this.#channel.write(questions);
  };

  #answered(content: Buffer): void {
    this.#heard += 1;
    const waiting = this.#waiting[this.#next];
    this.#next += 1;
    if (this.#next === this.#waiting.length || this.#next === MAX_WAITING) {
      this.#waiting.splice(0, this.#next);
      this.#next = 0;
    }
    if (content[0] === STATUS.answer) waiting?.heard(content);
    else waiting?.reject(new Error(content.toString('utf8', 1)));
  }

  #lose(): void {
    clearTimeout(this.#impatience);
    this.#away ??= 'the process that holds the store is gone';
    for (const { reject } of this.#waiting.splice(0).slice(this.#next)) reject(new StoreAwayError(this.#away));
    this.#next = 0;
  }
}
