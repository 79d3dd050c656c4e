import { BLOCK_LENGTH } from '@seedbed/protocol';
import { BlockCopies } from './block-copies.ts';
import type { PeerSession } from './peer-session.ts';
import { PieceDownload } from './piece-download.ts';
import { RarityOrder } from './rarity-order.ts';
import { Suspects } from './suspects.ts';
import type { PeerKey } from './torrent-input.ts';
import type { TorrentState } from './torrent-state.ts';

/**
 * Each wanted piece of the torrent is in exactly one state; of the others, some may be *there*:
 *
 * - *there*: set in `have`;
 * - *open*: in `open`, nobody is asked for any of it;
 * - *started*: see `PieceDownload`; the last block makes it wait for its hash.
 *
 * open -> started when a picker chooses it; started -> there when its hash is right; started -> open when its hash is
 * wrong, the disk fails or it is given up. Blocks go back to missing when their peer chokes, leaves or is snubbed; the
 * piece stays started.
 */
export class Pieces {
  readonly open: RarityOrder;
  readonly suspects: Suspects = new Suspects();
  /** Blocks that are asked for, but for those of exclusive pieces: what end game may ask for once more. */
  readonly copies: BlockCopies;
  /** Grows whenever a peer that found nothing to ask for might find something now. */
  changes = 0;
  readonly #state: TorrentState;
  readonly #blocksPerPiece: number;
  readonly #started = new Map<number, PieceDownload>();
  /** Downloads with missing blocks by their owner; `undefined` owns those that wait for one. */
  readonly #incomplete = new Map<PeerKey | undefined, Set<PieceDownload>>();
  /** Those of them that everyone may help with. */
  #joinable = 0;
  #verifying = 0;
  #startedBytes = 0;

  constructor(state: TorrentState) {
    const { geometry, options } = state;
    this.#state = state;
    this.#blocksPerPiece = geometry.blockCount(0);
    this.copies = new BlockCopies(options.endGameCopies);
    this.open = new RarityOrder(geometry.pieceCount, state.random);
    for (let piece = 0; piece < geometry.pieceCount; piece++) if (state.lacks(piece)) this.open.insert(piece);
  }

  /** Every block of the torrent has a number. */
  number(piece: number, block: number): number {
    return piece * this.#blocksPerPiece + block;
  }

  /** The piece and the block of a number. */
  at(number: number): { piece: number; block: number } {
    const piece = Math.floor(number / this.#blocksPerPiece);
    return { piece, block: number - piece * this.#blocksPerPiece };
  }

  /** A block as messages name it, in bytes. */
  wire(number: number): { piece: number; begin: number; length: number } {
    const { piece, block } = this.at(number);
    return { piece, begin: block * BLOCK_LENGTH, length: this.#state.geometry.blockLength(piece, block) };
  }

  download(piece: number): PieceDownload | undefined {
    return this.#started.get(piece);
  }

  downloads(): Iterable<PieceDownload> {
    return this.#started.values();
  }

  /** Downloads with missing blocks that this peer fetches; of nobody, those that wait for somebody. */
  incomplete(owner: PeerKey | undefined): Iterable<PieceDownload> {
    return this.#incomplete.get(owner) ?? [];
  }

  /** Downloads with missing blocks that everyone may help with. */
  *joinable(): Iterable<PieceDownload> {
    if (this.#joinable === 0) return;
    for (const downloads of this.#incomplete.values()) {
      for (const download of downloads) if (!download.exclusive) yield download;
    }
  }

  /** Whether one more piece may be started; a single one may be larger than the limit. */
  get hasRoom(): boolean {
    const { geometry, options } = this.#state;
    return this.#startedBytes === 0 || this.#startedBytes + geometry.pieceLength <= options.maxUnfinishedBytes;
  }

  /** BEP 3: every missing block is asked for, but not every one has come. */
  get isEndGame(): boolean {
    return this.open.size === 0 && this.#isAllAskedFor;
  }

  /** Nothing can be asked for until blocks come that others are asked for: there is no room for one more piece. */
  get isStuck(): boolean {
    return this.open.size > 0 && this.#isAllAskedFor && !this.hasRoom && this.#verifying === 0;
  }

  /** open -> started */
  start(piece: number, owner: PeerKey | undefined, now: number): PieceDownload {
    const exclusive = this.suspects.isExclusive(piece);
    const download = new PieceDownload({ piece, owner, exclusive, now }, this.#state.geometry);
    this.open.remove(piece);
    this.#started.set(piece, download);
    this.#startedBytes += this.#state.geometry.pieceSize(piece);
    this.#list(download);
    return download;
  }

  /** started -> there */
  verified(piece: number): PieceDownload {
    const download = this.#finish(piece);
    this.#state.have.set(piece);
    this.#state.left -= this.#state.geometry.pieceSize(piece);
    this.suspects.clear(piece);
    return download;
  }

  /** started -> open. What was received of it was received in vain. */
  reopen(piece: number): PieceDownload {
    const download = this.#finish(piece);
    for (const { bytes } of download.sources()) this.#state.wasted += bytes;
    this.open.insert(piece);
    this.changes++;
    for (const session of this.#state.sessions.values()) if (session.bitfield.has(piece)) session.noneOpen = false;
    return download;
  }

  /** started -> open, and its blocks need not be kept. */
  forget(piece: number): void {
    this.reopen(piece);
    this.#state.effect({ type: 'forget', piece });
  }

  setOwner(download: PieceDownload, owner: PeerKey | undefined): void {
    if (download.owner === owner) return;
    this.#unlist(download);
    download.owner = owner;
    if (download.hasMissing) this.#list(download);
  }

  request(download: PieceDownload, block: number, peer: PeerKey): void {
    const copies = download.askedOf(block).length;
    download.request(block, peer);
    if (!download.hasMissing) this.#unlist(download);
    if (!download.exclusive) this.copies.changed(this.number(download.piece, block), copies, copies + 1);
  }

  /** The peer is not waited for any more. */
  release(number: number, peer: PeerKey): void {
    const { piece, block } = this.at(number);
    const download = this.#started.get(piece);
    const copies = download?.askedOf(block).length ?? 0;
    if (download === undefined || copies === 0) return;
    download.release(block, peer);
    if (!download.exclusive) this.copies.changed(number, copies, download.askedOf(block).length);
    if (download.hasMissing) this.#list(download);
    this.changes++;
  }

  /** Answers the other peers that were asked for the block. */
  receive(download: PieceDownload, block: number, session: PeerSession): readonly PeerKey[] {
    const copies = download.askedOf(block).length;
    const others = download.receive(block, session.key, session.remote);
    if (!download.hasMissing) this.#unlist(download);
    if (!download.exclusive) this.copies.changed(this.number(download.piece, block), copies, 0);
    if (download.isVerifying) this.#verifying++;
    return others;
  }

  /** For tests: throws when a piece is not in exactly one state, or a list disagrees with the downloads. */
  checkInvariants(): void {
    this.open.checkInvariants();
    for (let piece = 0; piece < this.#state.geometry.pieceCount; piece++) {
      const states = [this.#state.have.has(piece), this.open.has(piece), this.#started.has(piece)];
      const count = states.filter(Boolean).length;
      const isWanted = this.#state.wanted.has(piece);
      if (isWanted ? count !== 1 : this.open.has(piece) || this.#started.has(piece))
        throw new Error(`piece ${piece}, wanted: ${isWanted}, is there, open, started: ${states}`);
    }
    const downloads = [...this.#started.values()];
    for (const download of downloads) {
      download.checkInvariants();
      const isListed = this.#incomplete.get(download.owner)?.has(download) === true;
      if (isListed !== download.hasMissing)
        throw new Error(`piece ${download.piece} is listed as incomplete: ${isListed}`);
    }
    const listed = [...this.#incomplete.values()].reduce((sum, set) => sum + set.size, 0);
    const incomplete = downloads.filter((download) => download.hasMissing);
    if (listed !== incomplete.length) throw new Error(`${listed} downloads are listed as incomplete`);
    if (this.#joinable !== incomplete.filter(({ exclusive }) => !exclusive).length)
      throw new Error('joinable is wrong');
    if (this.#verifying !== downloads.filter(({ isVerifying }) => isVerifying).length)
      throw new Error('verifying is wrong');
    const bytes = downloads.reduce((sum, { piece }) => sum + this.#state.geometry.pieceSize(piece), 0);
    const left = this.#state.wanted
      .piecesNotIn(this.#state.have)
      .reduce((sum, piece) => sum + this.#state.geometry.pieceSize(piece), 0);
    if (left !== this.#state.left) throw new Error(`${this.#state.left} bytes are counted as left, ${left} are`);
    if (bytes !== this.#startedBytes)
      throw new Error(`${this.#startedBytes} bytes are counted as started, ${bytes} are`);
  }

  get #isAllAskedFor(): boolean {
    return this.#joinable === 0 && this.#started.size > this.#verifying;
  }

  #finish(piece: number): PieceDownload {
    const download = this.#started.get(piece);
    if (download === undefined) throw new Error(`invariant: piece ${piece} is not started`);
    if (!this.hasRoom) this.changes++;
    this.#unlist(download);
    this.#started.delete(piece);
    this.#startedBytes -= this.#state.geometry.pieceSize(piece);
    if (download.isVerifying) this.#verifying--;
    return download;
  }

  #list(download: PieceDownload): void {
    const listed = this.#incomplete.get(download.owner) ?? new Set();
    if (listed.has(download)) return;
    this.#incomplete.set(download.owner, listed.add(download));
    if (!download.exclusive) this.#joinable++;
  }

  #unlist(download: PieceDownload): void {
    const listed = this.#incomplete.get(download.owner);
    if (listed?.delete(download) !== true) return;
    if (listed.size === 0) this.#incomplete.delete(download.owner);
    if (!download.exclusive) this.#joinable--;
  }
}
