import type { Duplex } from 'node:stream';
import { fromHex, toHex } from '@seedbed/protocol';
import type { AddressLimiter } from '../policy/address-limiter.ts';
import type { PeerStore, SwarmPage } from '../store/peer-store.ts';
import { decodeAnnounce, writeAnswer } from './announce-frames.ts';
import { FrameReader, FrameWriter } from './frames.ts';
import { STATUS, type StoreQuestion, VERB, type WrittenPage, writeText } from './store-verbs.ts';

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
  const answers = new FrameWriter();
  const reader = new FrameReader((content) => answer(served, content, answers));
  channel.on('data', (chunk: Buffer) => {
    reader.read(chunk);
    if (!answers.isEmpty) channel.write(answers.take());
  });
  // The process at the other end is gone: whoever started it hears that by its exit.
  channel.on('error', () => channel.destroy());
}

/** A fault is the asker's to tell: it knows what was asked for, and has a log. */
function answer(served: Served, content: Buffer, answers: FrameWriter): void {
  const { store, random } = served;
  try {
    if (content[0] === VERB.announce && store !== undefined) {
      const { announce, now } = decodeAnnounce(content);
      writeAnswer(answers, STATUS.answer, store.announce(announce, now, random));
      return;
    }
    const question = JSON.parse(content.toString('utf8', 1)) as StoreQuestion; // written by a `SharedStore`
    writeText(answers, STATUS.answer, JSON.stringify(answerQuestion(served, question) ?? null));
  } catch (error) {
    writeText(answers, STATUS.fault, (error as Error).stack ?? String(error));
  }
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
