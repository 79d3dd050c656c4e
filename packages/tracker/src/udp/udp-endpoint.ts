import {
  type AddressFamily,
  encodeUdpAnswer,
  type ParsedUdpRequest,
  parseIp,
  parseUdpRequest,
  UDP_ANNOUNCE_HEADER,
  type UdpRequest,
  writeUdpAnnounce,
} from '@seedbed/protocol';
import type { Logger } from 'pino';
import type { AnnounceConfig } from '../announce/announce-config.ts';
import type { FailureKind, TrackerCounters } from '../service/tracker-counters.ts';
import type { AnnounceResult, TrackerService } from '../service/tracker-service.ts';
import { lendBytes } from '../store/lend-bytes.ts';
import { whenThere } from '../store/when-there.ts';
import type { ConnectionIds } from './connection-ids.ts';
import { FIT, MAX_ANSWER, ROOM } from './datagram-room.ts';

/** What the endpoint works with. */
export interface UdpEndpointComponents {
  readonly service: TrackerService;
  readonly counters: TrackerCounters;
  readonly connectionIds: ConnectionIds;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  readonly log: Logger;
}

/** Later when the store is elsewhere. */
type Answer = Uint8Array | Promise<Uint8Array>;
type UnreadableRequest = Extract<ParsedUdpRequest, { ok: false }>;
type RequestOf<Type extends UdpRequest['type']> = Extract<UdpRequest, { type: Type }>;

/**
 * From a datagram to the datagram that answers it (BEP 15, and BEP 41, whose path and query are passed over: most clients
 * do not send them, so what a tracker made of them would hold for some users of a torrent and not for others).
 *
 * Silence is the answer to whatever does not begin with a connection id that its address was given: an answer would go to
 * somebody who may not have asked. So a stranger gets 16 bytes at most, for 16 or more.
 */
export class UdpEndpoint {
  readonly #components: UdpEndpointComponents;
  readonly #rules: Pick<AnnounceConfig, 'numwant' | 'maxNumwant'>;

  constructor(components: UdpEndpointComponents, rules: Pick<AnnounceConfig, 'numwant' | 'maxNumwant'>) {
    this.#components = components;
    this.#rules = rules;
  }

  /**
   * @param ip where the datagram comes from, in the form of `normalizeIp`.
   * @returns undefined where silence is right.
   */
  answer(datagram: Uint8Array, ip: string): Uint8Array | undefined | Promise<Uint8Array> {
    const { connectionIds, counters, now } = this.#components;
    const source = parseIp(ip);
    if (source === undefined) throw new TypeError(`"${ip}" is no IP address that a datagram can come from`);
    const family = source.length === 4 ? 4 : 6;
    const parsed = parseUdpRequest(datagram);
    if (!parsed.ok) return this.#refuse(parsed, datagram, source, ip);
    const { request } = parsed;
    if (request.type === 'connect') {
      counters.connects += 1;
      return encodeUdpAnswer({ ...request, connectionId: connectionIds.issue(source, now()) }, family);
    }
    return this.#isKnown(datagram, source) ? this.#serve(request, ip, family) : undefined;
  }

  #refuse(
    { failure, header }: UnreadableRequest,
    datagram: Uint8Array,
    source: Uint8Array,
    ip: string,
  ): Uint8Array | undefined {
    if (header !== undefined) {
      if (!this.#isKnown(datagram, source)) return undefined;
      if (isAnnounce(datagram)) this.#components.service.tellUnread(ip, failure);
      return this.#error(header.transactionId, 'malformed', failure);
    }
    this.#components.counters.strangeDatagrams += 1;
    return undefined;
  }

  #isKnown(datagram: Uint8Array, source: Uint8Array): boolean {
    const { connectionIds, counters, now } = this.#components;
    const known = connectionIds.accepts(datagram, source, now());
    if (!known) counters.strangeConnectionIds += 1;
    return known;
  }

  #serve(request: Exclude<UdpRequest, { type: 'connect' }>, ip: string, family: AddressFamily): Answer {
    try {
      const answer = request.type === 'announce' ? this.#announce(request, ip, family) : this.#scrape(request, family);
      if (!(answer instanceof Promise)) return answer;
      return answer.catch((error: unknown) => this.#excuse(request.transactionId, error));
    } catch (error) {
      return this.#excuse(request.transactionId, error);
    }
  }

  #excuse(transactionId: number, error: unknown): Uint8Array {
    this.#components.counters.internalErrors += 1;
    this.#components.log.error({ err: error }, 'a datagram could not be answered');
    return this.#error(transactionId, 'internal', 'internal error of the tracker; its operator finds it in the log');
  }

  #announce({ announce, transactionId }: RequestOf<'announce'>, ip: string, family: AddressFamily): Answer {
    const { service, counters } = this.#components;
    counters.announces += 1;
    const room = ROOM[family];
    const request = this.#mostWanted(announce.numwant) > room ? { ...announce, numwant: room } : announce;
    const result = service.announce(request, ip, FIT[family]);
    if (result instanceof Promise) return result.then((late) => this.#announced(late, transactionId, family));
    return this.#announced(result, transactionId, family);
  }

  #mostWanted(numwant = -1): number {
    return Math.min(numwant < 0 ? this.#rules.numwant : numwant, this.#rules.maxNumwant);
  }

  #announced(result: AnnounceResult, transactionId: number, family: AddressFamily): Uint8Array {
    if (!result.ok) return this.#error(transactionId, result.kind, result.failure);
    const { addresses } = family === 4 ? result.reply.ipv4 : result.reply.ipv6;
    const datagram = lendBytes(UDP_ANNOUNCE_HEADER + addresses.length);
    writeUdpAnnounce(datagram, transactionId, result.reply, addresses);
    return datagram;
  }

  #scrape({ infoHashes, transactionId }: RequestOf<'scrape'>, family: AddressFamily): Answer {
    this.#components.counters.scrapes += 1;
    return whenThere(this.#components.service.scrape(infoHashes), (result) =>
      result.ok
        ? encodeUdpAnswer({ type: 'scrape', transactionId, torrents: result.entries }, family)
        : this.#error(transactionId, result.kind, result.failure),
    );
  }

  #error(transactionId: number, kind: FailureKind, message: string): Uint8Array {
    this.#components.counters.fail(kind);
    return encodeUdpAnswer({ type: 'error', transactionId, message }, 4).subarray(0, MAX_ANSWER);
  }
}

/** Whether the action of a request says so; it has a header (BEP 15). */
function isAnnounce({ buffer, byteOffset }: Uint8Array): boolean {
  return new DataView(buffer, byteOffset).getUint32(8) === 1;
}
