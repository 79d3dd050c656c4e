import { BencodeError } from '../bencode/bencode-error.ts';
import { decodeScanned } from '../bencode/bencode-package.ts';
import { isDictionary } from '../bencode/bencode-value.ts';
import { type BencodeScan, scanBencode } from '../bencode/scan-bencode.ts';
import { type Sha1, toHex } from '../bytes.ts';
import { withoutControls } from '../text.ts';
import { Fields, kindOf } from './fields.ts';
import type { Metainfo } from './metainfo.ts';
import { MetainfoError } from './metainfo-error.ts';
import { parseAnnounceTiers } from './parse-announce-tiers.ts';
import { parseFiles } from './parse-files.ts';
import { HASH_LENGTH, parsePieces } from './parse-pieces.ts';
import { safeName } from './safe-name.ts';
import { Warnings } from './warnings.ts';

/**
 * Reads a metainfo file (BEP 3). The info hash is taken from the bytes of `info` as they stand: written anew they might
 * differ. What is merely unusual is accepted and told in `warnings`.
 *
 * @throws MetainfoError that names the field, what is wrong with it and what would be right
 */
export function parseMetainfo(bytes: Uint8Array, sha1: Sha1): Metainfo {
  const scan = scanFile(bytes);
  const value = decodeScanned(bytes.subarray(0, scan.end));
  if (!isDictionary(value)) {
    throw new MetainfoError('wrong-type', `a torrent file is a dictionary, this one is ${kindOf(value)}`);
  }
  const top = new Fields(value, '');
  if (!scan.info) throw new MetainfoError('missing-field', 'info is missing, the dictionary that describes the files');
  const info = Fields.of(top.raw('info'), 'info');
  refuseVersion2(info);
  const warnings = new Warnings();
  if (scan.unsorted) warnings.add('the keys of a dictionary are not in byte order');
  const name = parseName(info, warnings);
  const files = parseFiles(info, name, warnings);
  const { geometry, pieceHashes } = parsePieces(info, files, warnings);
  const infoHash = sha1(bytes.subarray(scan.info.start, scan.info.end));
  return {
    name,
    infoHash,
    infoHashHex: toHex(infoHash),
    geometry,
    pieceHashes,
    pieceHash: (piece) => {
      if (!geometry.isPiece(piece)) throw new RangeError(`There is no piece ${piece} of ${geometry.pieceCount}`);
      return pieceHashes.subarray(piece * HASH_LENGTH, (piece + 1) * HASH_LENGTH);
    },
    files,
    multiFile: info.has('files'),
    announceTiers: parseAnnounceTiers(top, warnings),
    private: info.integer('private') === 1,
    ...parseNotes(top, warnings),
    warnings: warnings.list(),
  };
}

function scanFile(bytes: Uint8Array): BencodeScan {
  try {
    return scanBencode(bytes, { trailingWhiteSpace: true });
  } catch (error) {
    if (!(error instanceof BencodeError)) throw error;
    throw new MetainfoError('not-bencode', `not a torrent file: ${error.message}`, { cause: error });
  }
}

/** A torrent of BEP 52 may hold both versions: then it is read as one of version 1. */
function refuseVersion2(info: Fields): void {
  if (info.has('file tree') && !info.has('pieces')) {
    throw new MetainfoError(
      'version-2',
      'a torrent of version 2 only (BEP 52), which is not supported: version 1 or a hybrid is',
    );
  }
}

function parseName(info: Fields, warnings: Warnings): string {
  const raw = info.need('name', info.text('name'), 'the name of the file or folder');
  const name = safeName(raw);
  if (name !== raw) warnings.add(`info.name: ${JSON.stringify(raw)} is taken as ${JSON.stringify(name)}`);
  return name;
}

/** What the maker of the torrent left for people; nothing depends on it, so nothing fails because of it. */
function parseNotes(top: Fields, warnings: Warnings): Pick<Metainfo, 'comment' | 'createdBy' | 'creationDate'> {
  const comment = note(() => top.text('comment'), warnings);
  const createdBy = note(() => top.text('created by'), warnings);
  const creationDate = note(() => top.integer('creation date'), warnings);
  return {
    ...(comment !== undefined && { comment: withoutControls(comment, ' ') }),
    ...(createdBy !== undefined && { createdBy: withoutControls(createdBy, ' ') }),
    ...(creationDate !== undefined && { creationDate }),
  };
}

function note<T>(read: () => T, warnings: Warnings): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof MetainfoError)) throw error;
    warnings.add(`${error.message}: ignored`);
    return undefined;
  }
}
