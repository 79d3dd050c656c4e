import type { BencodeInput } from '../bencode/bencode-value.ts';
import { encodeBencode } from '../bencode/encode-bencode.ts';
import { Geometry } from '../geometry.ts';
import { MetainfoError } from './metainfo-error.ts';
import { HASH_LENGTH, MAX_PIECE_LENGTH } from './parse-pieces.ts';
import { safeName } from './safe-name.ts';

/** A file of a torrent that is to be made. */
export interface DescribedFile {
  /** Names below the torrent's folder. */
  readonly path: readonly string[];
  /** Bytes. */
  readonly length: number;
  readonly executable?: boolean;
}

/** What a metainfo file is made of. One file: `length`; a folder: `files`, in the order in which they were hashed. */
export interface MetainfoDescription {
  readonly name: string;
  readonly pieceLength: number;
  /** SHA-1 of each piece, 20 bytes each. */
  readonly pieces: Uint8Array;
  readonly length?: number;
  /** Of the one file. */
  readonly executable?: boolean;
  readonly files?: readonly DescribedFile[];
  /** Trackers in tiers (BEP 12). */
  readonly announceTiers?: readonly (readonly string[])[];
  readonly private?: boolean;
  readonly comment?: string;
  readonly createdBy?: string;
  /** Seconds since 1970. */
  readonly creationDate?: number;
}

/**
 * The bytes of a metainfo file (BEP 3). What `parseMetainfo` would refuse or rename is refused here already.
 *
 * @throws MetainfoError
 */
export function encodeMetainfo(description: MetainfoDescription): Uint8Array {
  const { name, pieceLength, pieces, length, files } = description;
  checkName(name, name);
  for (const { path } of files ?? []) for (const element of path) checkName(element, path.join('/'));
  checkPieces(description);
  const urls = (description.announceTiers ?? []).filter((tier) => tier.length > 0);
  return encodeBencode({
    announce: urls[0]?.[0],
    // One URL needs no list, and the oldest clients know none.
    'announce-list': urls.flat().length > 1 ? urls : undefined,
    comment: description.comment,
    'created by': description.createdBy,
    'creation date': description.creationDate,
    info: {
      attr: description.executable ? 'x' : undefined,
      files: files?.map(describeFile),
      length,
      name,
      'piece length': pieceLength,
      pieces,
      private: description.private ? 1 : undefined,
    },
  });
}

function describeFile(file: DescribedFile): BencodeInput {
  return { attr: file.executable ? 'x' : undefined, length: file.length, path: file.path };
}

/** Refuses what is called `whole`, a name or path, when others could not have its element `name` as it is. */
function checkName(name: string, whole: string): void {
  const safe = safeName(name);
  if (safe === name) return;
  const [asIs, changed] = [JSON.stringify(whole), JSON.stringify(safe)];
  throw new MetainfoError('bad-name', `the name ${asIs} can't be shared: others would get ${changed}, rename it first`);
}

function checkPieces({ length, files, pieceLength, pieces }: MetainfoDescription): void {
  if ((length === undefined) === (files === undefined)) {
    throw new MetainfoError('length-and-files', 'a torrent has either a length (one file) or files (several)');
  }
  if (files?.some((file) => file.path.length === 0)) throw new MetainfoError('bad-name', 'a file has an empty path');
  const total = length ?? files?.reduce((sum, file) => sum + file.length, 0) ?? 0;
  if (total === 0) throw new MetainfoError('no-content', 'there is no byte to share: a torrent has at least one');
  if (pieceLength < 1 || pieceLength > MAX_PIECE_LENGTH) {
    throw new MetainfoError('bad-piece-length', `pieces of ${pieceLength} bytes, they have 1 to ${MAX_PIECE_LENGTH}`);
  }
  const { pieceCount } = new Geometry(total, pieceLength);
  if (pieces.length !== pieceCount * HASH_LENGTH) {
    throw new MetainfoError(
      'bad-pieces',
      `${pieces.length} bytes of hashes for ${pieceCount} pieces, they take 20 each`,
    );
  }
}
