import type { AnnounceRequest } from '@seedbed/protocol';
import type { PeerStore, PeerWindow, StoreAnnounce, StoreAnswer } from '../store/peer-store.ts';
import type { AnnounceConfig } from './announce-config.ts';
import { type Announcer, announcerIp, sourceIp } from './announcer-ip.ts';

/** What an announce is answered with, the peers still in the bytes of the store. */
export interface AnnounceReply {
  /** In whole seconds. */
  readonly interval: number;
  /** In whole seconds. */
  readonly minInterval: number;
  readonly complete: number;
  readonly incomplete: number;
  readonly downloaded: number;
  /** Where the announce came from (BEP 24), 4 or 16 bytes. */
  readonly externalIp: Uint8Array;
  readonly ipv4: PeerWindow;
  readonly ipv6: PeerWindow;
  readonly trackerId?: string;
  readonly warning?: string;
}

/**
 * Answers one announce by the rules of BEP 3 and changes the store.
 *
 * @param now ms on a monotonic clock, the same for all calls.
 * @param random gives numbers in [0, 1).
 */
export function announceReply(
  store: PeerStore,
  request: AnnounceRequest,
  from: Announcer,
  config: AnnounceConfig,
  now: number,
  random: () => number,
): AnnounceReply {
  const source = sourceIp(from);
  return replyOf(store.announce(storeAnnounceOf(request, source, config, now), now, random), source, config);
}

/** What an announce asks of the store. @param source where it comes from, of `sourceIp`; others as of `announceReply`. */
export function storeAnnounceOf(
  request: AnnounceRequest,
  source: Uint8Array,
  config: AnnounceConfig,
  now: number,
): StoreAnnounce {
  const role = request.left === 0 ? 'seed' : 'leech';
  return {
    infoHash: request.infoHash,
    peerId: request.peerId,
    address: withPort(announcerIp(request, source, config), request.port),
    role,
    change: changeOf(request),
    // Who says `completed` and misses something is wrong in one of them; nothing is counted then.
    completed: request.event === 'completed' && role === 'seed',
    numwant: numwantOf(request, config),
    withIds: !request.compact && !request.noPeerId,
    validUntil: now + 2 * config.interval + config.grace,
  };
}

/** What the announcer is told when the store has answered. */
export function replyOf(answer: StoreAnswer, source: Uint8Array, config: AnnounceConfig): AnnounceReply {
  const warning = warningOf(answer);
  return {
    interval: toSeconds(config.interval),
    minInterval: toSeconds(config.minInterval),
    complete: answer.complete,
    incomplete: answer.incomplete,
    downloaded: answer.downloaded,
    externalIp: source,
    ipv4: answer.ipv4,
    ipv6: answer.ipv6,
    ...(config.trackerId !== undefined && { trackerId: config.trackerId }),
    ...(warning !== undefined && { warning }),
  };
}

/** Nobody can dial port 0: such a client gets its answer, and is not handed to others. */
function changeOf({ event, port }: AnnounceRequest): 'store' | 'remove' | 'none' {
  if (port === 0) return 'none';
  return event === 'stopped' ? 'remove' : 'store';
}

/** Absent or negative: our default. 0: none. Who leaves needs none. */
function numwantOf({ event, numwant }: AnnounceRequest, config: AnnounceConfig): number {
  if (event === 'stopped') return 0;
  const wanted = numwant === undefined || numwant < 0 ? config.numwant : numwant;
  return Math.min(wanted, config.maxNumwant);
}

function withPort(ip: Uint8Array, port: number): Uint8Array {
  const address = new Uint8Array(ip.length + 2);
  address.set(ip);
  address[ip.length] = port >> 8;
  address[ip.length + 1] = port;
  return address;
}

function warningOf({ full }: StoreAnswer): string | undefined {
  return full && `this tracker is full (${full}): you get peers from it, but others will not hear of you`;
}

/** Clients read whole seconds; less than one would have them announce without a pause. */
function toSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1_000));
}
