import type { PeerSession } from './peer-session.ts';
import type { TorrentState } from './torrent-state.ts';

/** Keeps a peer informed whether it holds something that we want, also while it chokes us (BEP 3). */
export function tellInterest(state: TorrentState, session: PeerSession, now: number): void {
  const interested = session.wanted > 0;
  if (interested === session.amInterested || session.closing) return;
  session.amInterested = interested;
  const type = interested ? 'interested' : 'not-interested';
  state.send(session, { type }, now);
  state.report('piece', { type, remote: session.remote, direction: 'sent' });
}
