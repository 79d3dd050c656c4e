/**
 * - `empty`: no bytes at all
 * - `too-large`, `too-many-values`, `too-deep`: a limit of ours
 * - `truncated`: the bytes end inside a value, or a string claims more than there are
 * - `unexpected-byte`: nothing begins with this byte here
 * - `bad-integer`, `integer-range`: not canonical; beyond what a number holds exactly
 * - `bad-length`: the length of a string is not canonical
 * - `bad-key`, `missing-value`: a dictionary that is none
 * - `duplicate-key`, `forbidden-key`: keys that different readers read differently
 * - `trailing-bytes`: something follows the value
 */
export type BencodeErrorCode =
  | 'empty'
  | 'too-large'
  | 'too-many-values'
  | 'too-deep'
  | 'truncated'
  | 'unexpected-byte'
  | 'bad-integer'
  | 'integer-range'
  | 'bad-length'
  | 'bad-key'
  | 'missing-value'
  | 'duplicate-key'
  | 'forbidden-key'
  | 'trailing-bytes';

/** Bytes that are not the strict bencode of BEP 3. */
export class BencodeError extends Error {
  override readonly name = 'BencodeError';
  readonly code: BencodeErrorCode;
  /** Where the value, key or byte begins that is wrong. */
  readonly offset: number;

  constructor(code: BencodeErrorCode, offset: number, text: string) {
    super(`byte ${offset}: ${text}`);
    this.code = code;
    this.offset = offset;
  }
}
