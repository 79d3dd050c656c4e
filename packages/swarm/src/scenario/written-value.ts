import { type Parsed, parseDuration, parseNumber, parseRate } from '@seedbed/settings';
import { z } from 'zod';
import { DURATION_PATTERN, RATE_PATTERN, SIZE_PATTERN, SOME_DURATION_PATTERN } from './written-patterns.ts';

/** What editors are told of a value: its unit, and in words of JSON Schema how it may be written. */
interface Told {
  readonly unit: string;
  readonly pattern: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly multipleOf?: number;
}

/** A value that is written with its unit, as flags are. */
const written = (
  input: z.ZodType<string | number>,
  parse: (text: string) => Parsed<number>,
  told: Told,
): z.ZodType<number> =>
  input
    .transform((value, context): number => {
      const result = parse(String(value));
      if (result.ok) return result.value;
      context.addIssue({ code: 'custom', message: result.problem, input: value });
      return z.NEVER;
    })
    .meta({ ...told });

/** A plain number is in the base unit. */
const textOrNumber = (error: string): z.ZodType<string | number> => z.union([z.string(), z.number()], { error });

/** Bytes, one at least. */
export const someSize: z.ZodType<number> = written(
  textOrNumber('a size is text like 64MiB, or bytes'),
  (text) => parseNumber({ kind: 'size', min: 1 }, text),
  { unit: 'bytes', pattern: SIZE_PATTERN, minimum: 0.5, maximum: Number.MAX_SAFE_INTEGER },
);

const PIECE_LENGTHS = { min: 16_384, max: 536_870_912 } as const;

/** Bytes of a piece: what `seedbed create` takes. */
export const pieceLength: z.ZodType<number> = written(
  textOrNumber('a piece length is text like 256KiB, or bytes'),
  (text) => parseNumber({ kind: 'size', ...PIECE_LENGTHS, powerOfTwo: true }, text),
  {
    ...{ unit: 'bytes', pattern: SIZE_PATTERN },
    ...{ minimum: PIECE_LENGTHS.min, maximum: PIECE_LENGTHS.max, multipleOf: PIECE_LENGTHS.min },
  },
);

/** A bare number would leave open whether seconds are meant. */
const time = z.string({
  error: ({ input }) => {
    const read = parseDuration(String(input));
    return typeof input !== 'number' || read.ok ? 'a time is text like 30s or 250ms' : read.problem;
  },
});

/** Milliseconds. */
export const duration: z.ZodType<number> = written(time, parseDuration, { unit: 'ms', pattern: DURATION_PATTERN });

/** Milliseconds, within bounds that leave 0 out. */
export const durationWithin = (bounds: { readonly min: number; readonly max?: number }): z.ZodType<number> =>
  written(time, (text) => parseNumber({ kind: 'duration', ...bounds }, text), {
    unit: 'ms',
    pattern: SOME_DURATION_PATTERN,
  });

/** Bytes per second; Infinity for `unlimited`. */
export const rate: z.ZodType<number> = written(
  textOrNumber('a rate is text like 512KiB/s, bytes per second, or unlimited'),
  (text) => (text === 'unlimited' ? { ok: true, value: Number.POSITIVE_INFINITY } : aboveZero(parseRate(text))),
  { unit: 'bytes per second', pattern: RATE_PATTERN, minimum: 1, multipleOf: 1, maximum: Number.MAX_SAFE_INTEGER },
);

/** A part of a whole, 0 to 1. */
export const share: z.ZodType<number> = z
  .number({ error: 'a share is a number from 0 to 1' })
  .min(0, 'a share is a number from 0 to 1')
  .max(1, 'a share is a number from 0 to 1');

/** How many of something, at least one. */
export const countUpTo = (most: number): z.ZodType<number> =>
  z
    .int({ error: 'a whole number is expected' })
    .min(1, 'at least 1 is expected')
    .max(most, `it is too much; the most is ${most}`);

/** How many peers or files: more than that no machine carries. */
export const count: z.ZodType<number> = countUpTo(100_000);

function aboveZero(rate: Parsed<number>): Parsed<number> {
  return rate.ok && rate.value < 1 ? { ok: false, problem: 'the least rate is 1 byte per second' } : rate;
}
