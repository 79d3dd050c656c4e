import type { EncodableMessage, Metainfo, WireSink } from '@seedbed/protocol';
import { formatDuration } from '@seedbed/settings';
import { LineEnded, PeerLine, type PeerLineOptions } from './peer-line.ts';
import { PieceFetch } from './piece-fetch.ts';

export interface FetchPieceOptions extends PeerLineOptions {
  readonly metainfo: Metainfo;
  readonly piece: number;
  /** Our own, 20 bytes. */
  readonly peerId: Uint8Array;
  /** How long to wait for the next step, an unchoke or a block, ms. */
  readonly patience: number;
}

/** A piece as one peer has sent it, its hash not looked at yet. */
export interface FetchedPiece {
  readonly bytes: Uint8Array;
  /** The peer's id, 20 bytes. */
  readonly from: Uint8Array;
}

/** Who has pieces says so in its first message; who is silent for so long has none, ms. */
const SAYS_WITHIN = 5_000;

/** Gets one piece from one peer, and leaves. @throws LineEnded when the peer does not give it; the reason of the signal */
export const fetchPiece = async (options: FetchPieceOptions): Promise<FetchedPiece> => {
  const { metainfo, piece, peerId, signal, watcher, clock } = options;
  const { geometry, infoHash } = metainfo;
  const line = await PeerLine.dial(options);
  const { peerId: from } = await line.shakeHands({ infoHash, peerId });
  const fetch = new PieceFetch(geometry, piece);
  const bytes = new Uint8Array(geometry.pieceSize(piece));
  const silence = setTimeout(() => {
    if (fetch.state === 'unknown') line.close(`it has not said within ${formatDuration(SAYS_WITHIN)} what it has`);
  }, SAYS_WITHIN);
  const waiting = setTimeout(() => line.close(tooSlow(fetch, options.patience)), options.patience);

  const answer = (messages: readonly EncodableMessage[]): void => {
    for (const message of messages) line.send(message);
    if (messages.length > 0) waiting.refresh();
    if (fetch.state === 'without') line.close(`it does not have piece ${piece}`);
    if (fetch.state !== 'whole') return;
    line.send({ type: 'not-interested' });
    line.close('every block is here: we leave');
  };
  let block = { begin: 0, isExpected: false };
  const sink: WireSink = {
    message: (message) => answer(fetch.receive(message)),
    blockStart: (number, begin, length) => {
      block = { begin, isExpected: fetch.expects(number, begin, length) };
    },
    blockData: (data, offset) => {
      if (block.isExpected) bytes.set(data, block.begin + offset);
    },
    blockEnd: () => {
      if (!block.isExpected) return watcher.note('nobody has asked for this block: it is dropped', clock());
      waiting.refresh();
      answer(fetch.blockArrived(block.begin));
    },
  };
  const ended = await line.talk(geometry.pieceCount, sink);
  clearTimeout(silence);
  clearTimeout(waiting);
  signal.throwIfAborted();
  watcher.note(ended, clock());
  if (fetch.state !== 'whole') throw new LineEnded(ended);
  return { bytes, from };
};

const tooSlow = ({ state }: PieceFetch, patience: number): string => {
  const time = formatDuration(patience);
  return state === 'choked' ? `it has not unchoked us for ${time}` : `nothing of the piece has come for ${time}`;
};
