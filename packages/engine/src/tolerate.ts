import type { PeerSession } from './peer-session.ts';
import type { CloseReason } from './torrent-effect.ts';
import type { TorrentState } from './torrent-state.ts';

/** What a peer sends too much of. */
type Nuisance = Extract<CloseReason, 'request-flood' | 'unasked-blocks' | 'message-flood'>;

const KIB = 1024;

/** What a message of so many bytes weighs: handling it, and carrying it. */
export const weightOf = (bytes: number): number => 1 + bytes / KIB;

/** A message of the peer was of no use to anybody. Once there were too many of them the connection ends, for the last of them. */
export function tolerate(
  state: TorrentState,
  session: PeerSession,
  nuisance: Nuisance,
  weight: number,
  now: number,
): void {
  if (!session.forbearance.bear(weight, now)) state.close(session, nuisance);
}
