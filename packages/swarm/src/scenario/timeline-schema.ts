import { FAULT_USAGES, readFault } from '@seedbed/tracker/faults';
import { z } from 'zod';
import { linkChangeSchema } from './link-schema.ts';
import type { Target, TargetedAction, TimelineAction, TimelineEntry, TrackerState } from './scenario.ts';
import { count, duration, durationWithin } from './written-value.ts';

const TARGET = { error: 'it is a peer like leech-3, a group like leech, or { group: leech, count: 5 }' } as const;
/** Of a group or a peer; which there are is checked with the whole scenario. */
const name = z.string().meta({ pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' });
const target: z.ZodType<Target> = z.union([name, z.strictObject({ group: name, count })], TARGET);
const targets = z.union([target.transform((one) => [one]), z.array(target).min(1, 'at least one is expected')], TARGET);

/** `refuse`, or `delay:DUR`; a chance may stand behind either. */
const FAULT_PATTERN = `^(?:${FAULT_USAGES.map((usage) => usage.replace(/:.*/, ':[^]+')).join('|')})(?:@\\d*\\.?\\d+)?$`;

const trackerFault = z
  .string()
  .superRefine((text, context) => {
    const fault = readFault(text);
    if (!fault.ok) context.addIssue({ code: 'custom', message: fault.problem, input: text });
  })
  .meta({ pattern: FAULT_PATTERN })
  .describe(
    `One of ${FAULT_USAGES.map((usage) => `\`${usage}\``).join(', ')}; \`@0.3\` behind it gives it to that share of all requests.`,
  );

const trackerState: z.ZodType<TrackerState> = z.union(
  [z.enum(['down', 'up']), z.strictObject({ fault: trackerFault })],
  {
    error: 'it is down, up or { fault: NAME }',
  },
);

const targeted = {
  kill: targets.optional().describe('Ended at once, without a word to anybody.'),
  stop: targets.optional().describe('Told to leave in order.'),
  pause: targets.optional().describe('The process stands still, its connections stay; `for` lets it go on.'),
  resume: targets.optional().describe('A paused one goes on.'),
  restart: targets.optional().describe('Started anew on what it has on disk; ended before, where it still runs.'),
  corrupt: targets.optional().describe('What it sends is wrong from now on.'),
  diskFull: targets.optional().describe('Its disk takes nothing more; `for` makes room again.'),
} satisfies Record<TargetedAction, unknown>;

/** What can be done to a running swarm; an entry names one of these. */
const actions = {
  ...targeted,
  link: targets.optional().describe('Its link becomes what `to` says.'),
  partition: z
    .array(targets)
    .min(2, 'a partition has two sides at least')
    .optional()
    .describe('Peers of one side reach no peer of another; whoever is not named reaches all. `for` heals it.'),
  heal: z.literal(true).optional().describe('Everybody reaches everybody again.'),
  tracker: trackerState.optional().describe('The tracker is stopped, started, or answers with a fault.'),
};

const written = z.strictObject({
  at: duration.describe('When, from the start of the run.'),
  ...actions,
  to: linkChangeSchema.meta({ minProperties: 1 }).optional().describe('With `link`: what changes of it.'),
  for: durationWithin({ min: 1 })
    .optional()
    .describe('With pause, diskFull, partition, link and tracker: undone after so long.'),
});

type Written = z.output<typeof written>;

const ACTIONS = Object.keys(actions) as readonly (keyof typeof actions)[];
const TARGETED = Object.keys(targeted) as readonly TargetedAction[];
const UNDOABLE: readonly string[] = ['pause', 'diskFull', 'partition', 'link', 'tracker'];

/** What `problemOf` finds, for editors. */
const ONE_ACTION = {
  oneOf: ACTIONS.map((action) => ({ required: [action] })),
  dependentRequired: { link: ['to'], to: ['link'] },
  anyOf: [{ not: { required: ['for'] } }, ...UNDOABLE.map((action) => ({ required: [action] }))],
};

/** One entry of the timeline. */
export const timelineEntrySchema: z.ZodType<TimelineEntry> = written
  .transform((entry, context) => {
    const problem = problemOf(entry);
    const action = actionOf(entry);
    if (problem === undefined && action !== undefined) return { at: entry.at, action, for: entry.for };
    context.addIssue({ code: 'custom', message: problem ?? 'it names nothing to do', input: entry });
    return z.NEVER;
  })
  .meta(ONE_ACTION);

function problemOf(entry: Written): string | undefined {
  const named = ACTIONS.filter((action) => entry[action] !== undefined);
  if (named.length !== 1) {
    const what = named.length === 0 ? 'it names nothing to do' : `it names ${named.join(' and ')}`;
    return `${what}; an entry has one of ${ACTIONS.join(', ')}`;
  }
  if ((entry.link === undefined) !== (entry.to === undefined)) {
    return 'link and to belong together: { link: leech-1, to: { upload: 64KiB/s } }';
  }
  if (entry.to !== undefined && Object.keys(entry.to).length === 0) {
    return 'to changes nothing; write what it changes: { upload: 64KiB/s }';
  }
  const isUndone = entry.for !== undefined && !named.some((action) => UNDOABLE.includes(action));
  return isUndone ? `only ${UNDOABLE.join(', ')} are undone after a time (for)` : undefined;
}

function actionOf(entry: Written): TimelineAction | undefined {
  const { link, to, partition, tracker, heal } = entry;
  for (const kind of TARGETED) {
    const named = entry[kind];
    if (named !== undefined) return { kind, targets: named };
  }
  if (link !== undefined && to !== undefined) return { kind: 'link', targets: link, to };
  if (partition !== undefined) return { kind: 'partition', sides: partition };
  if (tracker !== undefined) return { kind: 'tracker', state: tracker };
  return heal && { kind: 'heal' };
}
