import { z } from 'zod';
import type { Link, LinkChange } from './scenario.ts';
import { duration, rate, share } from './written-value.ts';

/** The access line of one peer, shared by all its connections. Rates are bytes per second, times ms. */
export const linkSchema: z.ZodType<Link> = z
  .strictObject({
    upload: rate
      .prefault('unlimited')
      .describe('What leaves the peer. Default: unlimited, to see what the machine can do.'),
    download: rate
      .prefault('unlimited')
      .describe('What comes to it. Default: unlimited, as downlinks are wide beside uplinks.'),
    latency: duration
      .prefault('0ms')
      .describe('One way, from this peer to its access; added up at both ends. Default: none.'),
    jitter: duration.prefault('0ms').describe('The latency varies by so much at most, either way. Default: none.'),
    loss: share
      .prefault(0)
      .describe(
        'Share of chunks that arrive one retransmission (200 ms) later, as lost ones do over TCP. Default: none.',
      ),
  })
  .refine(({ latency, jitter }) => jitter <= latency, { path: ['jitter'], error: 'jitter is at most the latency' });

/** A link of which only some is said; the rest comes from elsewhere. */
export const linkChangeSchema: z.ZodType<LinkChange> = z.strictObject({
  upload: rate.optional().describe('What leaves the peer.'),
  download: rate.optional().describe('What comes to it.'),
  latency: duration.optional().describe('One way.'),
  jitter: duration.optional().describe('At most the latency.'),
  loss: share.optional().describe('Share of chunks that come 200 ms later.'),
});
