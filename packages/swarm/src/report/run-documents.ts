import { z } from 'zod';
import type { EventCounts } from '../launcher/event-collector.ts';
import type { PeerSummary, RunSummary } from '../run-summary.ts';
import type { RunPlan } from '../scenario/run-plan.ts';
import { CLIENTS } from '../scenario/scenario.ts';

/** What of a summary can't be made anew. */
export interface Testimony
  extends Pick<
    RunSummary,
    'outcome' | 'reason' | 'isCutOff' | 'folder' | 'scenario' | 'content' | 'verdicts' | 'links' | 'machine'
  > {
  readonly events: EventCounts;
  readonly peers: readonly Pick<PeerSummary, 'name' | 'verified' | 'differs'>[];
}

const amount = z.number().min(0);
const role = z.enum(['seed', 'leech']);
const client = z.enum(CLIENTS);
/** JSON has no Infinity, which is no limit. */
const rate = amount.nullable().transform((limit) => limit ?? Number.POSITIVE_INFINITY);
const names = z.array(z.string());

const link = z.object({
  upload: rate.default(Number.POSITIVE_INFINITY),
  download: rate.default(Number.POSITIVE_INFINITY),
  latency: amount.default(0),
  jitter: amount.default(0),
  loss: amount.default(0),
});

const linkChange = z.object({
  upload: rate.optional(),
  download: rate.optional(),
  latency: amount.optional(),
  jitter: amount.optional(),
  loss: amount.optional(),
});

const action = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum(['kill', 'stop', 'pause', 'resume', 'restart', 'corrupt', 'diskFull', 'diskRoom']),
    peers: names,
  }),
  z.object({
    kind: z.literal('link'),
    peers: names,
    to: z.union([z.literal('back'), linkChange]),
  }),
  z.object({ kind: z.literal('partition'), sides: z.array(names) }),
  z.object({ kind: z.literal('heal') }),
  z.object({
    kind: z.literal('tracker'),
    state: z.union([z.enum(['down', 'up']), z.object({ fault: z.string() })]),
  }),
]);

/** `timeline.json`. What a report has no use for is not looked at. */
export const planSchema: z.ZodType<RunPlan> = z.object({
  peers: z.array(
    z.object({
      name: z.string(),
      group: z.string(),
      role,
      client,
      storage: z.enum(['file', 'memory', 'synthetic']).default('file'),
      choker: z.string().optional(),
      picker: z.string().optional(),
      slots: z.number().optional(),
      link,
      arrival: amount,
      departure: z
        .object({
          when: z.union([z.literal('complete'), z.object({ sent: amount }), z.object({ time: amount })]),
          after: amount,
          how: z.enum(['order', 'killed']),
        })
        .optional(),
    }),
  ),
  timeline: z.array(z.object({ at: amount, action })),
});

/** `summary.json`, in so far as no event tells it; the rest is made anew. */
export const summarySchema: z.ZodType<Testimony> = z.object({
  schema: z.literal(1),
  outcome: z.enum(['verified', 'failed', 'interrupted']),
  reason: z.string().nullable(),
  isCutOff: z.boolean().default(false),
  folder: z.string(),
  scenario: z.object({
    name: z.string(),
    description: z.string().nullable(),
    seedValue: z.number(),
    repetition: z.number().nullable(),
  }),
  content: z
    .object({
      name: z.string(),
      infoHash: z.string(),
      length: amount,
      pieces: amount,
      pieceLength: z.number().min(1),
      files: z.array(z.object({ path: z.string(), length: amount, sha256: z.string() })),
    })
    .nullable(),
  peers: z.array(z.object({ name: z.string(), verified: z.boolean().nullable(), differs: z.string().nullable() })),
  verdicts: z.array(z.object({ expectation: z.string(), held: z.boolean().nullable(), found: z.string() })),
  links: z.array(
    z.object({
      peer: z.string(),
      direction: z.enum(['upload', 'download']),
      ...{ asked: amount, reached: amount.nullable(), busy: amount, ok: z.boolean().nullable() },
      tolerance: amount.nullable().default(0.03),
      unjudged: z.string().nullable().default(null),
    }),
  ),
  machine: z.object({
    ...{ processors: amount, busiest: amount, lateness: amount },
    believed: z.boolean(),
    doubts: names,
  }),
  events: z.object({ written: amount, late: amount, lost: amount }),
});

/** `manifest.json`: what a report shows of it. */
export const manifestSchema: z.ZodType<RunOrigin> = z.object({
  seedbed: z.string(),
  node: z.string(),
  machine: z.object({ platform: z.string(), processors: amount, model: z.string(), memory: amount }),
  startedAt: z.object({ date: z.string() }),
  request: z.object({ name: z.string(), seedValue: z.number() }),
});

/** Where and when a run was made. */
export interface RunOrigin {
  readonly seedbed: string;
  readonly node: string;
  readonly machine: {
    readonly platform: string;
    readonly processors: number;
    readonly model: string;
    readonly memory: number;
  };
  readonly startedAt: { readonly date: string };
  /** What was asked for beside the scenario. */
  readonly request: { readonly name: string; readonly seedValue: number };
}
