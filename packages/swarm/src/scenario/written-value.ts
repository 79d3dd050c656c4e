import { type Parsed, parseDuration, parseNumber, parseRate } from '@seedbed/settings';
import { z } from 'zod';

/** What a file may hold where a number with a unit is expected. */
type Written = string | number;

/** A value that is written with its unit, as flags are; a plain number is in the base unit. */
const written = (parse: (text: string) => Parsed<number>, error: string, unit: string): z.ZodType<number> =>
  z
    .union([z.string(), z.number()], { error })
    .transform((value: Written, context): number => {
      const result = parse(String(value));
      if (result.ok) return result.value;
      context.addIssue({ code: 'custom', message: result.problem, input: value });
      return z.NEVER;
    })
    .meta({ unit });

/** Bytes, one at least. */
export const someSize: z.ZodType<number> = written(
  (text) => parseNumber({ kind: 'size', min: 1 }, text),
  'a size is text like 64MiB, or bytes',
  'bytes',
);

/** Bytes of a piece: what `seedbed create` takes. */
export const pieceLength: z.ZodType<number> = written(
  (text) => parseNumber({ kind: 'size', min: 16_384, max: 536_870_912, powerOfTwo: true }, text),
  'a piece length is text like 256KiB, or bytes',
  'bytes',
);

/** Milliseconds. A bare number would leave open whether seconds are meant. */
export const duration: z.ZodType<number> = written(parseDuration, 'a time is text like 30s or 250ms', 'ms');

/** Milliseconds, within bounds. */
export const durationWithin = (bounds: { readonly min: number; readonly max?: number }): z.ZodType<number> =>
  written((text) => parseNumber({ kind: 'duration', ...bounds }, text), 'a time is text like 30s or 250ms', 'ms');

/** Bytes per second; Infinity for `unlimited`. */
export const rate: z.ZodType<number> = written(
  (text) => (text === 'unlimited' ? { ok: true, value: Number.POSITIVE_INFINITY } : aboveZero(parseRate(text))),
  'a rate is text like 512KiB/s, bytes per second, or unlimited',
  'bytes per second',
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
