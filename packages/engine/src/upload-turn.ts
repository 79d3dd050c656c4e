import type { PeerSession } from './peer-session.ts';

/** One piece for one peer: what an uplink is busy with until it is sent. */
export interface UploadTurn {
  readonly session: PeerSession;
  readonly piece: number;
}

/** What is known of a piece when the next turn is given. */
export interface PieceFacts {
  /** How often we began to send it, to anybody. */
  begun(piece: number): number;
  /** Connected peers that hold it, those left out that were complete when they came. */
  copies(piece: number): number;
}
