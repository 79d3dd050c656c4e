import { z } from 'zod';
import type { Departure } from './scenario.ts';
import { duration, share } from './written-value.ts';

/** What has to happen before a peer leaves. */
const occasion = z.union(
  [
    z.literal('complete').transform(() => ({ kind: 'complete' as const })),
    z
      .strictObject({ time: duration.describe('Since it came.') })
      .transform(({ time }) => ({ kind: 'time' as const, time })),
    z
      .strictObject({ ratio: z.number().positive('a ratio is above 0') })
      .transform(({ ratio }) => ({ kind: 'ratio' as const, ratio })),
  ],
  {
    error:
      'it is complete, { time: 60s } after its arrival, or { ratio: 1.2 } of bytes sent to the size of the content',
  },
);

/** Whether and how the peers of a group leave. */
export const departureSchema: z.ZodType<Departure> = z.union(
  [
    z.literal('never').transform(() => ({ kind: 'never' as const })),
    z
      .strictObject({
        when: occasion.describe('What has to happen before.'),
        after: duration.prefault('0ms').describe('How long it stays on after that. Default: not at all.'),
        probability: share
          .prefault(1)
          .describe('Share of the peers that leave so; the others stay. Default: all of them.'),
        how: z
          .enum(['order', 'killed'], { error: 'it is order or killed' })
          .prefault('order')
          .describe('In order, with `stopped` announced, or killed without a word. Default: in order.'),
      })
      .transform((leave) => ({ kind: 'leaves' as const, ...leave })),
  ],
  { error: 'a departure is never, or { when: complete } with after, probability and how' },
);
