import type { Duplex } from 'node:stream';
import { fromHex, toHex } from '@seedbed/protocol';
import type { AddressLimiter } from '../policy/address-limiter.ts';
import type { PeerStore, SwarmPage } from '../store/peer-store.ts';
import { decodeAnnounce, encodeAnswer } from './announce-frames.ts';
import { FrameReader, frame } from './frames.ts';
import { STATUS, type StoreQuestion, VERB, type WrittenPage } from './store-verbs.ts';

/** What is there for all workers. */
export interface Served {
  /** Undefined when the workers ask one elsewhere. */
  readonly store: PeerStore | undefined;
  /** Numbers in [0, 1). */
  readonly random: () => number;
  /** How much addresses may announce; without one, as much as they like. */
  readonly limiter?: AddressLimiter | undefined;
}

/** Answers what a `SharedStore` at the other end of the channel asks, in order, a write for each chunk that came. */
export function serveStore(channel: Duplex, served: Served): void {
  const reader = new FrameReader();
  channel.on('data', (chunk: Buffer) => {
    const answers: Buffer[] = [];
    for (const content of reader.read(chunk)) answers.push(frame(answer(served, content)));
    if (answers.length > 0) channel.write(Buffer.concat(answers));
  });
  // The process at the other end is gone: whoever started it hears that by its exit.
  channel.on('error', () => channel.destroy());
}

/** A fault is the asker's to tell: it knows what was asked for, and has a log. */
function answer(served: Served, content: Buffer): Buffer {
  const { store, random } = served;
  try {
    if (content[0] === VERB.announce && store !== undefined) {
      const { announce, now } = decodeAnnounce(content);
      return encodeAnswer(STATUS.answer, store.announce(announce, now, random));
    }
    const question = JSON.parse(content.toString('utf8', 1)) as StoreQuestion; // written by a `SharedStore`
    return text(STATUS.answer, JSON.stringify(answerQuestion(served, question) ?? null));
  } catch (error) {
    return text(STATUS.fault, (error as Error).stack ?? String(error));
  }
}

function text(status: number, content: string): Buffer {
  return Buffer.concat([Buffer.of(status), Buffer.from(content)]);
}

function answerQuestion({ store, limiter }: Served, question: StoreQuestion): unknown {
  if (question.verb === 'take') return limiter?.take(question.ip, question.now, question.budget) ?? 0;
  if (store === undefined) throw new TypeError('the store is not in this process');
  switch (question.verb) {
    case 'scrape':
      return store.scrape(fromHex(question.infoHash) as Uint8Array, question.now); // was written by `toHex`
    case 'swarms':
      return written(store.swarms(question.from, question.count));
    case 'totals':
      return store.totals();
    case 'sweep':
      return store.sweep(question.now, question.swarms);
  }
}

function written({ swarms, next }: SwarmPage): WrittenPage {
  return { swarms: swarms.map(({ infoHash, ...counts }) => ({ infoHash: toHex(infoHash), ...counts })), next };
}
