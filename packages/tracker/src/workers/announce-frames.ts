import type { PeerWindow, StoreAnnounce, StoreAnswer } from '../store/peer-store.ts';
import { EMPTY_WINDOW } from '../store/random-window.ts';
import type { FrameWriter } from './frames.ts';

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
export function writeAnnounce(frames: FrameWriter, verb: number, announce: StoreAnnounce, now: number): void {
  const at = frames.begin(REQUEST.address + announce.address.length);
  const { bytes } = frames;
  const flags =
    (announce.role === 'seed' ? SEED : 0) |
    (announce.completed ? COMPLETED : 0) |
    (announce.withIds ? WITH_IDS : 0) |
    (CHANGES.indexOf(announce.change) << CHANGE_SHIFT);
  bytes[at + REQUEST.verb] = verb;
  bytes[at + REQUEST.flags] = flags;
  bytes.writeUInt32BE(announce.numwant, at + REQUEST.numwant);
  bytes.writeDoubleBE(now, at + REQUEST.now);
  bytes.writeDoubleBE(announce.validUntil, at + REQUEST.validUntil);
  bytes.set(announce.infoHash, at + REQUEST.infoHash);
  bytes.set(announce.peerId, at + REQUEST.peerId);
  bytes.set(announce.address, at + REQUEST.address);
}

/** The fields are views of `bytes`. */
export function decodeAnnounce(bytes: Buffer): { readonly announce: StoreAnnounce; readonly now: number } {
  const { buffer, byteOffset, length } = bytes;
  const flags = bytes.readUInt8(REQUEST.flags);
  const announce: StoreAnnounce = {
    infoHash: new Uint8Array(buffer, byteOffset + REQUEST.infoHash, REQUEST.peerId - REQUEST.infoHash),
    peerId: new Uint8Array(buffer, byteOffset + REQUEST.peerId, REQUEST.address - REQUEST.peerId),
    address: new Uint8Array(buffer, byteOffset + REQUEST.address, length - REQUEST.address),
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
export function writeAnswer(frames: FrameWriter, status: number, answer: StoreAnswer): void {
  const { ipv4, ipv6 } = answer;
  const runs = ipv4.addresses.length + ipv4.ids.length + ipv6.addresses.length + ipv6.ids.length;
  const start = frames.begin(ANSWER_HEAD + runs);
  const { bytes } = frames;
  bytes[start] = status;
  bytes[start + 1] = FULL.indexOf(answer.full);
  let at = bytes.writeUInt32BE(answer.complete, start + 2);
  at = bytes.writeUInt32BE(answer.incomplete, at);
  at = bytes.writeUInt32BE(answer.downloaded, at);
  at = bytes.writeUInt32BE(ipv4.addresses.length, at);
  at = bytes.writeUInt32BE(ipv4.ids.length, at);
  at = bytes.writeUInt32BE(ipv6.addresses.length, at);
  at = bytes.writeUInt32BE(ipv6.ids.length, at);
  at = put(bytes, ipv4.addresses, at);
  at = put(bytes, ipv4.ids, at);
  at = put(bytes, ipv6.addresses, at);
  put(bytes, ipv6.ids, at);
}

/** Mostly there is nothing to put. */
function put(bytes: Buffer, run: Uint8Array, at: number): number {
  if (run.length > 0) bytes.set(run, at);
  return at + run.length;
}

/** The peers are views of `bytes`. */
export function decodeAnswer(bytes: Buffer): StoreAnswer {
  const lengths = 2 + 3 * 4;
  const [addresses4, ids4] = [bytes.readUInt32BE(lengths), bytes.readUInt32BE(lengths + 4)];
  const [addresses6, ids6] = [bytes.readUInt32BE(lengths + 8), bytes.readUInt32BE(lengths + 12)];
  const second = ANSWER_HEAD + addresses4 + ids4;
  return {
    complete: bytes.readUInt32BE(2),
    incomplete: bytes.readUInt32BE(6),
    downloaded: bytes.readUInt32BE(10),
    ipv4: windowAt(bytes, ANSWER_HEAD, addresses4, ids4),
    ipv6: windowAt(bytes, second, addresses6, ids6),
    full: FULL[bytes.readUInt8(1)],
  };
}

function windowAt(bytes: Buffer, at: number, addresses: number, ids: number): PeerWindow {
  if (addresses === 0) return EMPTY_WINDOW;
  const { buffer, byteOffset } = bytes;
  return {
    addresses: new Uint8Array(buffer, byteOffset + at, addresses),
    ids: ids === 0 ? NO_IDS : new Uint8Array(buffer, byteOffset + at + addresses, ids),
  };
}

const NO_IDS = new Uint8Array(0);
