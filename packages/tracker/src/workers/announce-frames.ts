import type { StoreAnnounce, StoreAnswer } from '../store/peer-store.ts';

const CHANGES = ['store', 'remove', 'none'] as const;
const FULL = [undefined, 'peers', 'torrents'] as const;

/** An announce on its way to the process that holds the store: fixed places, because there are so many of them. */
const REQUEST = {
  verb: 0,
  flags: 1,
  numwant: 2,
  now: 6,
  validUntil: 14,
  infoHash: 22,
  peerId: 42,
  address: 62,
} as const;
const SEED = 1;
const COMPLETED = 2;
const WITH_IDS = 4;
const CHANGE_SHIFT = 3;

/** @param verb the first byte. */
export function encodeAnnounce(verb: number, announce: StoreAnnounce, now: number): Buffer {
  const bytes = Buffer.allocUnsafe(REQUEST.address + announce.address.length);
  const flags =
    (announce.role === 'seed' ? SEED : 0) |
    (announce.completed ? COMPLETED : 0) |
    (announce.withIds ? WITH_IDS : 0) |
    (CHANGES.indexOf(announce.change) << CHANGE_SHIFT);
  bytes[REQUEST.verb] = verb;
  bytes[REQUEST.flags] = flags;
  bytes.writeUInt32BE(announce.numwant, REQUEST.numwant);
  bytes.writeDoubleBE(now, REQUEST.now);
  bytes.writeDoubleBE(announce.validUntil, REQUEST.validUntil);
  bytes.set(announce.infoHash, REQUEST.infoHash);
  bytes.set(announce.peerId, REQUEST.peerId);
  bytes.set(announce.address, REQUEST.address);
  return bytes;
}

/** The fields are views of `bytes`. */
export function decodeAnnounce(bytes: Buffer): { readonly announce: StoreAnnounce; readonly now: number } {
  const flags = bytes.readUInt8(REQUEST.flags);
  const announce: StoreAnnounce = {
    infoHash: bytes.subarray(REQUEST.infoHash, REQUEST.peerId),
    peerId: bytes.subarray(REQUEST.peerId, REQUEST.address),
    address: bytes.subarray(REQUEST.address),
    role: (flags & SEED) === 0 ? 'leech' : 'seed',
    change: CHANGES[flags >> CHANGE_SHIFT] ?? 'none',
    completed: (flags & COMPLETED) !== 0,
    numwant: bytes.readUInt32BE(REQUEST.numwant),
    withIds: (flags & WITH_IDS) !== 0,
    validUntil: bytes.readDoubleBE(REQUEST.validUntil),
  };
  return { announce, now: bytes.readDoubleBE(REQUEST.now) };
}

/** Status, `full`, three counts, and the lengths of the four runs of bytes that follow. */
const ANSWER_HEAD = 2 + 7 * 4;

/** @param status the first byte. */
export function encodeAnswer(status: number, answer: StoreAnswer): Buffer {
  const runs = [answer.ipv4.addresses, answer.ipv4.ids, answer.ipv6.addresses, answer.ipv6.ids];
  const bytes = Buffer.allocUnsafe(runs.reduce((sum, run) => sum + run.length, ANSWER_HEAD));
  bytes[0] = status;
  bytes[1] = FULL.indexOf(answer.full);
  let at = 2;
  for (const number of [answer.complete, answer.incomplete, answer.downloaded]) at = bytes.writeUInt32BE(number, at);
  for (const run of runs) at = bytes.writeUInt32BE(run.length, at);
  for (const run of runs) {
    bytes.set(run, at);
    at += run.length;
  }
  return bytes;
}

/** The peers are views of `bytes`. */
export function decodeAnswer(bytes: Buffer): StoreAnswer {
  const number = (i: number): number => bytes.readUInt32BE(2 + 4 * i);
  let end = ANSWER_HEAD;
  const run = (i: number): Uint8Array => {
    const from = bytes.byteOffset + end;
    end += number(i);
    return new Uint8Array(bytes.buffer, from, number(i));
  };
  return {
    complete: number(0),
    incomplete: number(1),
    downloaded: number(2),
    ipv4: { addresses: run(3), ids: run(4) },
    ipv6: { addresses: run(5), ids: run(6) },
    full: FULL[bytes.readUInt8(1)],
  };
}
