import { weigh } from './weigh.ts';

type ErrorClass = abstract new (...args: never[]) => Error;

/** A decoder of bytes from outside, and what has to hold whatever they are. */
export interface TargetDescription<Value> {
  /** Also the name of its folder in the corpus. */
  readonly name: string;
  /** Errors by which it refuses bytes; any other, and any at all where there are none, is a fault. */
  readonly errors?: readonly ErrorClass[];
  /** Pieces of its language, which are put in here and there. */
  readonly tokens?: readonly string[];
  /** Answers `undefined` for bytes that are refused without an error. */
  readonly decode: (input: Uint8Array) => Value | undefined;
  /** Throws when what was decoded is not what it must be; most often, that it is the same when it is written and read again. */
  readonly check?: (value: Value, input: Uint8Array) => void;
}

export interface FuzzTarget {
  readonly name: string;
  readonly tokens: readonly string[];
  /** Answers whether the input was taken. Throws when a property does not hold. */
  run(input: Uint8Array): boolean;
}

/** What a decoder may hand out for each byte that it is given, and beside that. */
const WEIGHT_OF_BYTE = 64;
const WEIGHT_OF_NOTHING = 4096;

export function fuzzTarget<Value>(description: TargetDescription<Value>): FuzzTarget {
  const { name, errors = [], tokens = [], decode, check } = description;
  const run = (input: Uint8Array): boolean => {
    const before = input.slice();
    let value: Value | undefined;
    try {
      value = decode(input);
    } catch (error) {
      if (errors.some((expected) => error instanceof expected)) return false;
      throw error;
    }
    if (Buffer.compare(before, input) !== 0) throw new Error('the decoder has changed its input');
    if (value === undefined) return false;
    const weight = weigh(value);
    const bound = WEIGHT_OF_NOTHING + WEIGHT_OF_BYTE * input.length;
    if (weight > bound) throw new Error(`${input.length} bytes became ${weight}, at most ${bound} are allowed`);
    check?.(value, input);
    return true;
  };
  return { name, tokens, run };
}
