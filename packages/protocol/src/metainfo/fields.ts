import { type BencodeDictionary, type BencodeValue, fieldOf, isDictionary } from '../bencode/bencode-value.ts';
import { decodeUtf8 } from '../text.ts';
import { MetainfoError } from './metainfo-error.ts';

/** A dictionary of a metainfo file and where it stands, so that errors can name their field. */
export class Fields {
  readonly #dictionary: BencodeDictionary;
  readonly #where: string;

  constructor(dictionary: BencodeDictionary, where: string) {
    this.#dictionary = dictionary;
    this.#where = where;
  }

  /** Reads a value that has to be a dictionary. @throws MetainfoError `wrong-type` */
  static of(value: BencodeValue | undefined, where: string): Fields {
    if (!isDictionary(value)) throw new MetainfoError('wrong-type', `${where} is ${kindOf(value)}, not a dictionary`);
    return new Fields(value, where);
  }

  has(key: string): boolean {
    return fieldOf(this.#dictionary, key) !== undefined;
  }

  /** The full name of a field: `info.piece length`. */
  nameOf(key: string): string {
    return this.#where === '' ? key : `${this.#where}.${key}`;
  }

  raw(key: string): BencodeValue | undefined {
    return fieldOf(this.#dictionary, key);
  }

  bytes(key: string): Uint8Array | undefined {
    const value = this.raw(key);
    if (value === undefined || value instanceof Uint8Array) return value;
    return this.#refuse(key, value, 'a string');
  }

  /** A text; the `.utf-8` form, which older clients wrote beside one in the language's own encoding, comes first. */
  text(key: string): string | undefined {
    const bytes = this.bytes(`${key}.utf-8`) ?? this.bytes(key);
    return bytes && decodeUtf8(bytes);
  }

  integer(key: string): number | undefined {
    const value = this.raw(key);
    if (value === undefined || typeof value === 'number') return value;
    return this.#refuse(key, value, 'an integer');
  }

  list(key: string): BencodeValue[] | undefined {
    const value = this.raw(key);
    if (value === undefined || Array.isArray(value)) return value;
    return this.#refuse(key, value, 'a list');
  }

  /** A value that was read by one of the others and has to be there. @throws MetainfoError `missing-field` */
  need<T>(key: string, value: T | undefined, kind: string): T {
    if (value === undefined) throw new MetainfoError('missing-field', `${this.nameOf(key)} is missing, it is ${kind}`);
    return value;
  }

  #refuse(key: string, value: BencodeValue, right: string): never {
    throw new MetainfoError('wrong-type', `${this.nameOf(key)} is ${kindOf(value)}, not ${right}`);
  }
}

/** A value's type, for people. */
export function kindOf(value: BencodeValue | undefined): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'number') return 'an integer';
  if (value instanceof Uint8Array) return 'a string';
  return Array.isArray(value) ? 'a list' : 'a dictionary';
}
