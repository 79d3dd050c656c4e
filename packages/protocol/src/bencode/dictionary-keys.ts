import { compareBytes } from '../bytes.ts';

/** How a key stands to the ones before it in its dictionary. */
export type KeyOrder = 'sorted' | 'unsorted' | 'duplicate';

/**
 * The keys of one dictionary while it is scanned. As long as they are sorted, and they nearly always are, each has to be
 * compared with the one before it only; from the first unsorted key on, all are remembered to find duplicates.
 */
export class DictionaryKeys {
  readonly #bytes: Uint8Array;
  /** Start and end of each key. */
  readonly #spans: number[] = [];
  #last: Uint8Array | undefined;
  #seen: Set<string> | undefined;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The key that was taken last. */
  get last(): Uint8Array | undefined {
    return this.#last;
  }

  /** Takes the key that lies between two offsets. */
  add(start: number, end: number): KeyOrder {
    const key = this.#bytes.subarray(start, end);
    const order = this.#last ? compareBytes(this.#last, key) : -1;
    this.#last = key;
    if (order === 0) return 'duplicate';
    if (this.#seen === undefined) {
      this.#spans.push(start, end);
      if (order < 0) return 'sorted';
      this.#seen = new Set();
      for (let i = 0; i < this.#spans.length - 2; i += 2) {
        this.#seen.add(asText(this.#bytes.subarray(this.#spans[i], this.#spans[i + 1])));
      }
    }
    const text = asText(key);
    if (this.#seen.has(text)) return 'duplicate';
    this.#seen.add(text);
    return order < 0 ? 'sorted' : 'unsorted';
  }
}

/** One character for each byte: a text that is equal exactly when the bytes are. */
function asText(key: Uint8Array): string {
  let text = '';
  for (let at = 0; at < key.length; at += 4096) text += String.fromCharCode(...key.subarray(at, at + 4096));
  return text;
}
