/**
 * - `not-bencode`: not strict bencode, so no torrent file
 * - `missing-field`, `wrong-type`, `bad-value`: a field that is needed, or that is not what BEP 3 says
 * - `length-and-files`, `no-files`, `no-content`: what the torrent holds is contradictory or nothing
 * - `bad-piece-length`, `bad-pieces`: pieces that can't be, or hashes that do not fit the length
 * - `bad-name`: a name that can't be a file's
 * - `version-2`: a torrent of BEP 52 without the parts of version 1
 */
export type MetainfoErrorCode =
  | 'not-bencode'
  | 'missing-field'
  | 'wrong-type'
  | 'bad-value'
  | 'length-and-files'
  | 'no-files'
  | 'no-content'
  | 'bad-piece-length'
  | 'bad-pieces'
  | 'bad-name'
  | 'version-2';

/** A metainfo file (`.torrent`) that can't be used, or a description that can't become one. */
export class MetainfoError extends Error {
  override readonly name = 'MetainfoError';
  readonly code: MetainfoErrorCode;

  constructor(code: MetainfoErrorCode, text: string, options?: ErrorOptions) {
    super(text, options);
    this.code = code;
  }
}
