/** A decoded value: integer, byte string, list or dictionary. */
export type BencodeValue = number | Uint8Array | BencodeValue[] | BencodeDictionary;

/**
 * A decoded dictionary. Only own keys count: read it with `fieldOf`. Keys that are no UTF-8 appear as their lower-case
 * hexadecimal; no key that any BEP names can be mistaken for one of those.
 */
export interface BencodeDictionary {
  [key: string]: BencodeValue;
}

/** What can be encoded: texts become UTF-8, fields that are undefined are left out, a map takes keys of raw bytes. */
export type BencodeInput =
  | number
  | string
  | Uint8Array
  | readonly BencodeInput[]
  | ReadonlyMap<string | Uint8Array, BencodeInput>
  | { readonly [key: string]: BencodeInput | undefined };

export function isDictionary(value: BencodeValue | undefined): value is BencodeDictionary {
  return typeof value === 'object' && !Array.isArray(value) && !(value instanceof Uint8Array);
}

/** The value of a key, undefined when the dictionary does not hold it. */
export function fieldOf(dictionary: BencodeDictionary, key: string): BencodeValue | undefined {
  return Object.hasOwn(dictionary, key) ? dictionary[key] : undefined;
}
