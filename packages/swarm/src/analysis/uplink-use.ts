import type { ByteMatrix } from './byte-matrix.ts';
import type { PeerFacts } from './run-facts.ts';

/** How much of the uplinks of one group was used, 0 to 1; a little above 1 where a burst was allowed. */
export interface UplinkUse {
  readonly group: string;
  readonly role: PeerFacts['role'];
  readonly share: number;
}

/** The use of limited uplinks over `time` ms, group by group. Payload only: the headers of messages are left out. */
export function uplinkUse(peers: readonly PeerFacts[], bytes: ByteMatrix, time: number): readonly UplinkUse[] {
  if (time <= 0) return [];
  const limited = peers.filter(({ upload }) => upload !== undefined);
  return [...new Set(limited.map(({ group }) => group))].map((group) => {
    const members = limited.filter((peer) => peer.group === group);
    const room = members.reduce((sum, { upload = 0 }) => sum + (upload * time) / 1_000, 0);
    const sent = members.reduce((sum, { name }) => sum + bytes.sentBy(name), 0);
    return { group, role: members[0]?.role ?? 'leech', share: sent / room };
  });
}
