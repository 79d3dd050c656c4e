import type { BencodeErrorCode } from './bencode-error.ts';

/** What every value has: where its bytes lie, and whether all of them are there. */
interface Spanned {
  readonly start: number;
  /** The byte behind its last one. */
  readonly end: number;
  /** Not so when the bytes end, or make no sense, before its end. */
  readonly isWhole: boolean;
}

export interface BencodeInteger extends Spanned {
  readonly type: 'integer';
  /** As written, between `i` and `e`. */
  readonly digits: string;
}

export interface BencodeString extends Spanned {
  readonly type: 'string';
  /** As claimed; more than `content` has when it is not whole. */
  readonly length: number;
  /** A view. */
  readonly content: Uint8Array;
}

export interface BencodeList extends Spanned {
  readonly type: 'list';
  readonly items: readonly BencodeNode[];
}

export interface BencodeEntry {
  readonly key: BencodeString;
  /** Not there when the dictionary ends after the key. */
  readonly value: BencodeNode | undefined;
}

export interface BencodeTable extends Spanned {
  readonly type: 'dictionary';
  /** As they stand there, in whatever order, also twice. */
  readonly entries: readonly BencodeEntry[];
}

/** A value with its place in the bytes. */
export type BencodeNode = BencodeInteger | BencodeString | BencodeList | BencodeTable;

/** Something that is not as BEP 3 has it. */
export interface BencodeRemark {
  readonly offset: number;
  readonly code: BencodeErrorCode | 'unsorted-key';
  readonly text: string;
}

/** Bencoded bytes as they are, with all that is wrong with them. */
export interface BencodeOutline {
  /** Undefined when not even a value begins. */
  readonly root: BencodeNode | undefined;
  /** In the order of the bytes; none when they are canonical. */
  readonly remarks: readonly BencodeRemark[];
  /** Where reading came to its end: the end of the value, or the byte at which nobody can go on. */
  readonly end: number;
}
