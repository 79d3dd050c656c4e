import { peerSettings } from '@seedbed/peer/settings';
import { z } from 'zod';
import { arrivalSchema } from './arrival-schema.ts';
import { departureSchema } from './departure-schema.ts';
import { linkChangeSchema } from './link-schema.ts';
import { CLIENTS, type PeerGroup } from './scenario.ts';
import { count, countUpTo, duration } from './written-value.ts';

/** How the peers of a group are called. */
const NUMBERED = /-\d+$/;

/** For editors: a client of others can't be told our policies and keeps its content in files, see `checkReferences`. */
const OF_OTHERS = {
  anyOf: [
    { properties: { client: { const: 'seedbed' } } },
    { properties: { choker: false, picker: false, slots: false, storage: { const: 'file' } } },
  ],
};

/** Peers that are alike: NAME-1 to NAME-COUNT. */
export const peerGroupSchema: z.ZodType<PeerGroup> = z
  .strictObject({
    name: z
      .string({ error: 'a group has a name' })
      .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'a name is small letters and digits with hyphens between: slow-leech')
      .refine((name) => !NUMBERED.test(name), 'a name does not end with a hyphen and a number: the peers are numbered')
      .meta({ not: { pattern: NUMBERED.source } })
      .describe('Its peers are NAME-1, NAME-2 and so on.'),
    role: z
      .enum(['seed', 'leech'], { error: 'a role is seed or leech' })
      .describe('Whether it holds everything at the start.'),
    count: count.prefault(1).describe('How many peers. Default: 1.'),
    client: z
      .enum(CLIENTS, { error: `a client is ${CLIENTS.join(', ')}` })
      .prefault('seedbed')
      .describe('Which program. Default: our own daemon; all others have to be installed.'),
    link: linkChangeSchema.prefault({}).describe('What differs from the link of `defaults`.'),
    choker: z
      .enum(peerSettings.choker.choices, { error: `a choker is ${peerSettings.choker.choices.join(', ')}` })
      .optional()
      .describe('Who is unchoked, as with `seedbed peer --choker`. Default: the daemon’s.'),
    picker: z
      .enum(peerSettings.picker.choices, { error: `a picker is ${peerSettings.picker.choices.join(', ')}` })
      .optional()
      .describe('Which piece comes next, as with `seedbed peer --picker`. Default: the daemon’s.'),
    slots: countUpTo(peerSettings['upload-slots'].max)
      .optional()
      .describe('Unchoke slots, the optimistic one included. Default: the daemon’s.'),
    storage: z
      .enum(['file', 'memory', 'synthetic'], { error: 'a storage is file, memory or synthetic' })
      .prefault('file')
      .describe(
        'Where content lies; synthetic content is computed from its position, and takes no room. Default: files.',
      ),
    delay: duration.prefault('0ms').describe('When the first may come, from the start of the run. Default: at once.'),
    arrival: arrivalSchema.prefault('at-once').describe('When the peers come. Default: all at once.'),
    departure: departureSchema
      .prefault('never')
      .describe('Whether they leave before the end of the run. Default: never.'),
  })
  .meta(OF_OTHERS);
