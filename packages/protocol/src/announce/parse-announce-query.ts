import { normalizeIp } from '../address/ip-address.ts';
import type { AnnounceEvent, AnnounceRequest } from './announce-request.ts';
import { QueryError, RawQuery } from './raw-query.ts';

/** A request, or a failure reason that may be shown to strangers. */
export type ParsedAnnounce =
  | { readonly ok: true; readonly request: AnnounceRequest }
  | { readonly ok: false; readonly failure: string };

/** Bytes of a text in an announce at most: of its key, of an address, of the tracker id that it sends back. */
export const MAX_ANNOUNCE_TEXT = 128;

/** Reads the raw query of an announce (BEP 3), with or without its `?`. Unknown parameters are passed over. */
export function parseAnnounceQuery(rawQuery: string): ParsedAnnounce {
  try {
    return { ok: true, request: readRequest(new RawQuery(rawQuery)) };
  } catch (error) {
    if (error instanceof QueryError) return { ok: false, failure: error.message };
    throw error;
  }
}

function readRequest(query: RawQuery): AnnounceRequest {
  const infoHash = query.hash('info_hash');
  const peerId = query.hash('peer_id');
  const port = query.integer('port', 0, 65535);
  if (port === undefined) throw new QueryError('port is missing');
  const event = readEvent(query);
  const numwant = query.integer('numwant', -(2 ** 31), 2 ** 31 - 1);
  const key = query.text('key', MAX_ANNOUNCE_TEXT);
  // BEP 3 allows a host name here as well: looking one up for a stranger is nothing that a tracker does.
  const ip = normalizeIp(query.text('ip', MAX_ANNOUNCE_TEXT) ?? '');
  const trackerId = query.text('trackerid', MAX_ANNOUNCE_TEXT);
  const request: { -readonly [Name in keyof AnnounceRequest]: AnnounceRequest[Name] } = {
    infoHash,
    peerId,
    port,
    uploaded: readAmount(query, 'uploaded'),
    downloaded: readAmount(query, 'downloaded'),
    left: readAmount(query, 'left'),
    // Advisory (BEP 23): who asks for dictionaries gets them, everybody else gets the short form.
    compact: query.one('compact') !== '0',
    noPeerId: query.one('no_peer_id') === '1',
  };
  if (event !== undefined) request.event = event;
  if (numwant !== undefined) request.numwant = numwant;
  if (key !== undefined) request.key = key;
  if (ip !== undefined) request.ip = ip;
  if (trackerId !== undefined) request.trackerId = trackerId;
  return request;
}

function readAmount(query: RawQuery, name: string): number {
  const amount = query.uint64(name);
  if (amount === undefined) throw new QueryError(`${name} is missing`);
  return amount;
}

function readEvent(query: RawQuery): AnnounceEvent | undefined {
  const event = query.one('event');
  switch (event) {
    case 'started':
    case 'completed':
    case 'stopped':
      return event;
    // BEP 3: empty is the same as absent. BEP 21: `paused` is a periodic announce of a peer that wants no more.
    case undefined:
    case '':
    case 'paused':
      return undefined;
    default:
      throw new QueryError('event is not started, completed or stopped');
  }
}
