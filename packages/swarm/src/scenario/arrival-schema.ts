import { z } from 'zod';
import type { Arrival } from './scenario.ts';
import { FREQUENCY_PATTERN } from './written-patterns.ts';
import { duration, durationWithin } from './written-value.ts';

/** Arrivals per second, written `2/s` or `6/min`. */
const frequency = z
  .string({ error: 'a frequency is text like 2/s or 30/min' })
  .transform((text, context): number => {
    const [, number, unit] = /^(\d+(?:\.\d+)?)\/(s|min)$/.exec(text.trim()) ?? [];
    const perSecond = Number(number) / (unit === 'min' ? 60 : 1);
    if (unit !== undefined && perSecond > 0) return perSecond;
    context.addIssue({
      code: 'custom',
      message: `'${text}' is not a frequency above 0; write 2/s or 30/min`,
      input: text,
    });
    return z.NEVER;
  })
  .meta({ unit: 'per second', pattern: FREQUENCY_PATTERN });

/** When the peers of a group come. */
export const arrivalSchema: z.ZodType<Arrival> = z.union(
  [
    z.literal('at-once').transform(() => ({ kind: 'at-once' as const })),
    z
      .strictObject({
        poisson: z
          .strictObject({ rate: frequency.describe('On average.') })
          .describe('Each comes independently of the others.'),
      })
      .transform(({ poisson }) => ({ kind: 'poisson' as const, ...poisson })),
    z
      .strictObject({
        flashCrowd: z
          .strictObject({
            peak: frequency.describe('At first.'),
            halfLife: durationWithin({ min: 1 }).describe('Half as many after each.'),
          })
          .describe('Many at once, and fewer and fewer.'),
      })
      .transform(({ flashCrowd }) => ({ kind: 'flash-crowd' as const, ...flashCrowd })),
    z
      .strictObject({ times: z.array(duration).min(1, 'at least one time is expected').describe('One for each peer.') })
      .transform(({ times }) => ({ kind: 'times' as const, times })),
    z
      .strictObject({
        trace: z
          .string()
          .min(1, 'it is empty; a path is expected')
          .describe('A file with one time a line, in seconds; relative to the scenario.'),
      })
      .transform(({ trace }) => ({ kind: 'trace' as const, file: trace })),
  ],
  {
    error:
      'an arrival is at-once, { poisson: { rate: 2/s } }, { flashCrowd: { peak: 5/s, halfLife: 20s } }, { times: [0s, 5s] } or { trace: FILE }',
  },
);
