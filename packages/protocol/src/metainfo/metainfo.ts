import type { Geometry } from '../geometry.ts';

/** A file of a torrent. */
export interface TorrentFile {
  /** Safe names below the target folder: no `..`, no separators, none twice. Of several files the first element is the torrent's name. */
  readonly path: readonly string[];
  /** Bytes. */
  readonly length: number;
  /** Where it begins in the bytes of the torrent. */
  readonly offset: number;
  /** Zeros that fill up to the next piece (BEP 47): hashed and shared, never written to disk. */
  readonly padding: boolean;
  readonly executable: boolean;
}

/** What a metainfo file tells (BEP 3). */
export interface Metainfo {
  /** Safe to be a file's or folder's name. */
  readonly name: string;
  /** SHA-1 of the bytes of `info` as they stand in the file, 20 bytes. */
  readonly infoHash: Uint8Array;
  readonly infoHashHex: string;
  readonly geometry: Geometry;
  /** 20 bytes for each piece. */
  readonly pieceHashes: Uint8Array;
  /** The 20 bytes of one piece, a view. @throws RangeError when there is no such piece */
  pieceHash(piece: number): Uint8Array;
  readonly files: readonly TorrentFile[];
  /** Whether the name is that of a folder. */
  readonly multiFile: boolean;
  /** Trackers in tiers (BEP 12), in the order of the file; empty when there are none. */
  readonly announceTiers: readonly (readonly string[])[];
  /** Peers come from the trackers alone (BEP 27). */
  readonly private: boolean;
  readonly comment?: string;
  readonly createdBy?: string;
  /** Seconds since 1970. */
  readonly creationDate?: number;
  /** What is unusual in the file and how it was taken, a sentence each. */
  readonly warnings: readonly string[];
}
