import { z } from 'zod';
import { expectationSchema } from './expectation.ts';
import { linkSchema } from './link-schema.ts';
import { peerGroupSchema } from './peer-group-schema.ts';
import { NETWORKS, type Scenario } from './scenario.ts';
import { timelineEntrySchema } from './timeline-schema.ts';
import { count, duration, size } from './written-value.ts';

const madeContent = z.strictObject({
  size: size
    .prefault('64MiB')
    .describe('Bytes of all files together, made from the seed value. Default: 64MiB, some seconds on one machine.'),
  files: count.prefault(1).describe('How many files, of unequal lengths. Default: 1.'),
  pieceLength: size.optional().describe('Default: chosen from the size, about 1,000 pieces.'),
});
const givenContent = z.strictObject({
  path: z.string().describe('A file or a folder of yours; relative to the scenario.'),
  pieceLength: size.optional().describe('Default: chosen from the size, about 1,000 pieces.'),
});

/** What the swarm shares. */
const contentSchema = z.union([givenContent, madeContent], {
  error: 'content is { size: 64MiB } with files and pieceLength, or { path: FILE }',
});

/** How its tracker answers. */
const trackerSchema = z.strictObject({
  interval: duration.prefault('30s').describe('Between two announces of a peer. Default: 30s, because runs are short.'),
  udp: z.boolean().prefault(false).describe('Whether the torrent names it over UDP too. Default: no.'),
});

/** A swarm, what happens to it, and what is expected of it. */
export const scenarioSchema: z.ZodType<Scenario> = z.strictObject({
  name: z.string().optional().describe('Default: the name of the file.'),
  description: z.string().optional().describe('What it shows, and what to look at.'),
  seedValue: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .prefault(1)
    .describe('Content, arrivals and draws follow from it. Default: 1.'),
  duration: duration
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
    .describe('Groups of peers that are alike.'),
  timeline: z
    .array(timelineEntrySchema)
    .prefault([])
    .describe('What is done to the swarm while it runs; each entry names one thing. Default: nothing.'),
  expect: z
    .array(expectationSchema)
    .prefault(['all complete', 'no orphan'])
    .describe('What has to hold in the end for exit status 0. Default: what any swarm should do.'),
  repetitions: count.prefault(1).describe('Runs, each with its own folder; figures are medians. Default: 1.'),
});
