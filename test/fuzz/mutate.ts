/** Longest input: mistakes in decoders show in small ones, and small ones are quick. */
const MAX_LENGTH = 4096;

/** Bytes at which decoders decide something. */
const EDGES = [0, 1, 2, 0x7f, 0x80, 0xff, 0x0a, 0x20, 0x25, 0x30, 0x39, 0x3a, 0x65, 0x69, 0x6c];

export interface Material {
  /** Inputs that are known to be of interest; at least one. */
  readonly corpus: readonly Uint8Array[];
  readonly tokens: readonly Uint8Array[];
  /** Numbers in [0, 1). */
  readonly random: () => number;
}

type Mutation = (input: Uint8Array, material: Material) => Uint8Array;

const below = (random: () => number, end: number): number => Math.floor(random() * end);
const oneOf = <T>(random: () => number, things: readonly T[]): T | undefined => things[below(random, things.length)];

/** Replaces `removed` bytes at a place by others. */
const splice = (input: Uint8Array, at: number, removed: number, added: Uint8Array): Uint8Array =>
  Buffer.concat([input.subarray(0, at), added, input.subarray(at + removed)]);

const withByte = (input: Uint8Array, at: number, byte: number): Uint8Array => splice(input, at, 1, Uint8Array.of(byte));

const MUTATIONS: readonly Mutation[] = [
  (input, { random }) => {
    const at = below(random, input.length);
    return withByte(input, at, (input[at] ?? 0) ^ (1 << below(random, 8)));
  },
  (input, { random }) => withByte(input, below(random, input.length), below(random, 256)),
  (input, { random }) => withByte(input, below(random, input.length), oneOf(random, EDGES) ?? 0),
  (input, { random }) => input.subarray(0, below(random, input.length + 1)),
  (input, { random }) => splice(input, below(random, input.length), 1 + below(random, 8), new Uint8Array()),
  (input, { random }) => {
    const added = Uint8Array.from({ length: 1 + below(random, 8) }, () => below(random, 256));
    return splice(input, below(random, input.length + 1), 0, added);
  },
  // The same once more, here or elsewhere: repeated keys, nested beginnings, messages twice.
  (input, { random }) => {
    const from = below(random, input.length);
    const part = input.subarray(from, from + 1 + below(random, 64));
    return splice(input, below(random, input.length + 1), 0, part);
  },
  // The beginning of this and the end of another.
  (input, { random, corpus }) => {
    const other = oneOf(random, corpus) ?? input;
    return Buffer.concat([
      input.subarray(0, below(random, input.length + 1)),
      other.subarray(below(random, other.length)),
    ]);
  },
  (input, { random, tokens }) => {
    const at = below(random, input.length + 1);
    return splice(input, at, random() < 0.5 ? 0 : 1 + below(random, 4), oneOf(random, tokens) ?? Uint8Array.of(0));
  },
  // A number of four bytes at one of its edges.
  (input, { random }) => {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(oneOf(random, [0, 1, 2 ** 14, 2 ** 17, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1]) ?? 0);
    return splice(input, below(random, input.length), 4, number);
  },
];

/** An input of the corpus with one to eight changes, seldom with many: most decoders stop at the first mistake. The same random numbers give the same. */
export function mutate(material: Material): Uint8Array {
  const { random, corpus } = material;
  let input = oneOf(random, corpus) ?? new Uint8Array();
  for (let left = 1 + Math.floor(8 * random() ** 3); left > 0; left--) {
    input = (oneOf(random, MUTATIONS) ?? MUTATIONS[0])?.(input, material) ?? input;
  }
  return Uint8Array.from(input.subarray(0, MAX_LENGTH));
}
