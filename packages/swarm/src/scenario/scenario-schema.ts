import { trackerSettings } from '@seedbed/tracker/settings';
import { z } from 'zod';
import { expectationSchema } from './expectation.ts';
import { linkSchema } from './link-schema.ts';
import { peerGroupSchema } from './peer-group-schema.ts';
import { NETWORKS, type Scenario } from './scenario.ts';
import { timelineEntrySchema } from './timeline-schema.ts';
import { count, countUpTo, durationWithin, pieceLength, someSize } from './written-value.ts';

/** Far more than anybody waits for. */
const MOST_REPETITIONS = 1_000;

const madeContent = z.strictObject({
  size: someSize
    .prefault('64MiB')
    .describe('Bytes of all files together, made from the seed value. Default: 64MiB, some seconds on one machine.'),
  files: count.prefault(1).describe('How many files, of unequal lengths. Default: 1.'),
  pieceLength: pieceLength.optional().describe('Default: chosen from the size, about 1,000 pieces.'),
});
const givenContent = z.strictObject({
  path: z
    .string()
    .min(1, 'it is empty; a path is expected')
    .describe('A file or a folder of yours; relative to the scenario.'),
  pieceLength: pieceLength.optional().describe('Default: chosen from the size, about 1,000 pieces.'),
});

/** What the swarm shares. */
const contentSchema = z.union([givenContent, madeContent], {
  error: 'content is { size: 64MiB } with files and pieceLength, or { path: FILE }',
});

/** How its tracker answers. */
const trackerSchema = z.strictObject({
  interval: durationWithin(trackerSettings.interval)
    .prefault('30s')
    .describe('Between two announces of a peer, 1s to 24h. Default: 30s, because runs are short.'),
  udp: z.boolean().prefault(false).describe('Whether the torrent names it over UDP too. Default: no.'),
});

/** For editors, what `checkReferences` finds: clients of others get their links from the kernel. */
const OURS_ON_LOOPBACK = {
  anyOf: [
    { not: { properties: { network: { const: 'loopback' } }, required: ['network'] } },
    { properties: { peers: { items: { properties: { client: { const: 'seedbed' } } } } } },
  ],
};
/** The same: a swarm has both. */
const BOTH_ROLES = {
  allOf: ['seed', 'leech'].map((role) => ({
    contains: { properties: { role: { const: role } }, required: ['role'] },
  })),
};

/** A swarm, what happens to it, and what is expected of it. */
export const scenarioSchema: z.ZodType<Scenario> = z
  .strictObject({
    name: z.string().optional().describe('Default: the name of the file.'),
    description: z.string().optional().describe('What it shows, and what to look at.'),
    seedValue: z
      .int()
      .min(0)
      .max(2 ** 32 - 1)
      .prefault(1)
      .describe('Content, arrivals and draws follow from it. Default: 1.'),
    duration: durationWithin({ min: 1 })
      .optional()
      .describe('The run is given up after this. Default: four times its bound and a minute, or 10 minutes.'),
    network: z
      .enum(NETWORKS, { error: `a network is ${NETWORKS.join(' or ')}` })
      .optional()
      .describe(
        'Where the peers are: addresses of 127/8 and links of ours, or a network namespace each and links of the kernel, which needs root on Linux. Default: what the clients need.',
      ),
    content: contentSchema.prefault({}).describe('What the swarm shares: made up, or of yours.'),
    tracker: trackerSchema.prefault({}).describe('How the tracker answers.'),
    defaults: z
      .strictObject({
        link: linkSchema.prefault({}).describe('One uplink and one downlink, shared by all connections of a peer.'),
      })
      .prefault({})
      .describe('For every group that says nothing else.'),
    peers: z
      .array(peerGroupSchema, { error: 'peers is a list of groups' })
      .min(1, 'a swarm has a group of peers at least')
      .meta(BOTH_ROLES)
      .describe('Groups of peers that are alike.'),
    timeline: z
      .array(timelineEntrySchema, { error: 'a timeline is a list of entries: [{ at: 10s, kill: leech-1 }]' })
      .prefault([])
      .describe('What is done to the swarm while it runs; each entry names one thing. Default: nothing.'),
    expect: z
      .array(expectationSchema, { error: 'expectations are a list: [all complete, no orphan]' })
      .prefault(['all complete', 'no orphan'])
      .describe('What has to hold in the end for exit status 0. Default: what any swarm should do.'),
    repetitions: countUpTo(MOST_REPETITIONS)
      .prefault(1)
      .describe('Runs, each with its own folder; figures are medians. Default: 1.'),
  })
  .meta(OURS_ON_LOOPBACK);
