import type { SwarmEvent } from '@seedbed/events';
import { formatAddress, printableId, toHex } from '@seedbed/protocol';
import type { AnnounceSeen } from '../service/announce-seen.ts';

/** An announce in the words in which a run is told. */
export function announceEvent(seen: AnnounceSeen, tracker: string): SwarmEvent {
  if (seen.infoHash === undefined) {
    const { t, ip, failure } = seen;
    return { type: 'announce-refused', t, peer: tracker, address: ip, reason: failure };
  }
  const { t, peerId, ip, port, infoHash, event, uploaded, downloaded, left, failure } = seen;
  const heard = {
    t,
    peer: tracker,
    remote: printableId(peerId),
    address: formatAddress({ ip, port }),
    infoHash: toHex(infoHash),
    event,
    uploaded,
    downloaded,
    left,
  };
  if (failure !== undefined) return { type: 'announce-refused', ...heard, reason: failure };
  const { peers, complete, incomplete } = seen;
  return { type: 'announce-served', ...heard, peers, complete, incomplete };
}
