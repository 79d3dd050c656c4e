import { decodeUtf8 } from '../text.ts';
import { unescapeBytes } from './percent-encoding.ts';

/** Characters of a query; a full announce has some 400, a scrape of 100 torrents 7,100. */
export const MAX_QUERY_LENGTH = 8192;

const MAX_UINT64 = String(2n ** 64n - 1n);

/** Text that means itself. */
const PLAIN = /^[\w.:-]*$/;

/** A query that can't be answered. The text is shown to strangers: it holds names of parameters and numbers only. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
}

/**
 * The parameters of a query as they came, still escaped: binary values do not survive what web frameworks make of them.
 * Names are read literally, nobody escapes those that a tracker knows.
 */
export class RawQuery {
  readonly #names: string[] = [];
  readonly #values: string[] = [];

  /** @throws QueryError when the query is too long */
  constructor(query: string) {
    if (query.length > MAX_QUERY_LENGTH) throw new QueryError(`query is longer than ${MAX_QUERY_LENGTH} characters`);
    for (let start = query.startsWith('?') ? 1 : 0; start < query.length; ) {
      const mark = query.indexOf('&', start);
      const end = mark === -1 ? query.length : mark;
      const part = query.slice(start, end);
      const equals = part.indexOf('=');
      if (equals > 0) {
        this.#names.push(part.slice(0, equals));
        this.#values.push(part.slice(equals + 1));
      }
      start = end + 1;
    }
  }

  /** Every value of a parameter, escaped. */
  all(name: string): readonly string[] {
    return this.#values.filter((_, i) => this.#names[i] === name);
  }

  /** The value of a parameter, escaped. @throws QueryError when it is given twice */
  one(name: string): string | undefined {
    const first = this.#names.indexOf(name);
    if (first === -1) return undefined;
    if (this.#names.indexOf(name, first + 1) === -1) return this.#values[first];
    throw new QueryError(`${name} is given ${this.all(name).length} times`);
  }

  /** The raw bytes of a parameter that has to have 20 of them. @throws QueryError */
  hash(name: string): Uint8Array {
    const value = this.one(name);
    if (value === undefined) throw new QueryError(`${name} is missing`);
    return readHash(name, value);
  }

  /** A text of at most so many characters. @throws QueryError */
  text(name: string, maxLength: number): string | undefined {
    const value = this.one(name);
    if (value === undefined) return undefined;
    if (value.length <= maxLength && PLAIN.test(value)) return value;
    const bytes = unescapeBytes(value);
    if (!bytes) throw new QueryError(`${name} has a % without two hexadecimal digits`);
    if (bytes.length > maxLength) throw new QueryError(`${name} is longer than ${maxLength} bytes`);
    return decodeUtf8(bytes);
  }

  /** Decimal digits, with a minus where `min` is negative. @throws QueryError when it is none or out of range */
  integer(name: string, min: number, max: number): number | undefined {
    const value = this.one(name);
    if (value === undefined) return undefined;
    const number = /^-?\d{1,20}$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= min && number <= max)) throw new QueryError(`${name} is not an integer from ${min} to ${max}`);
    return number === 0 ? 0 : number; // never -0
  }

  /**
   * An integer of 64 bits without a sign, as BEP 15 has them too; clients write 2^63 - 1 or 2^64 - 1 for a size that they do not
   * know yet. Like those of a datagram it is 2^53 - 1 at most.
   *
   * @throws QueryError when it is none or out of range
   */
  uint64(name: string): number | undefined {
    const value = this.one(name);
    if (value === undefined) return undefined;
    // The largest as text: near 2^64 the numbers that there are lie 2,048 apart.
    if (!/^\d{1,20}$/.test(value) || (value.length === MAX_UINT64.length && value > MAX_UINT64)) {
      throw new QueryError(`${name} is not an integer from 0 to 2^64 - 1`);
    }
    return Math.min(Number(value), Number.MAX_SAFE_INTEGER);
  }
}

/** Reads 20 escaped bytes. @throws QueryError */
export function readHash(name: string, value: string): Uint8Array {
  const bytes = unescapeBytes(value);
  if (!bytes) throw new QueryError(`${name} has a % without two hexadecimal digits`);
  if (bytes.length !== 20) throw new QueryError(`${name} has ${bytes.length} bytes, it has 20`);
  return bytes;
}
