import { ControlError } from '@seedbed/control';
import { EVENT_LEVELS, type EventLevel } from '@seedbed/events';
import type { PeerAddress } from '@seedbed/protocol';
import { nearestName, type Parsed, parseEndpoint, parseRate } from '@seedbed/settings';
import { z } from 'zod';
import type { RateLimits } from '../rate-limits.ts';

/** How often a field of a query may be given, and how long it may be. */
const MOST_REPETITIONS = 100;
const MOST_CHARACTERS = 4096;

const NO_OBJECT = 'the body is no JSON object; send one like {"upload":"512KiB/s","download":null}';

/** Values are written as the settings are: `512KiB/s`, `127.0.0.1:6881`. */
const parsed =
  <From, To>(parse: (value: From) => Parsed<To>) =>
  (value: From, context: z.RefinementCtx<From>): To => {
    const result = parse(value);
    if (result.ok) return result.value;
    context.addIssue({ code: 'custom', message: result.problem, input: value });
    return z.NEVER;
  };

const parseLimit = (limit: string | number | null): Parsed<number> => {
  if (limit === null || limit === 'unlimited') return { ok: true, value: Number.POSITIVE_INFINITY };
  const rate = typeof limit === 'string' ? parseRate(limit) : ({ ok: true, value: limit } as const);
  return rate.ok && rate.value < 1 ? { ok: false, problem: 'the least rate is 1 byte per second' } : rate;
};

const parsePeer = (text: string): Parsed<PeerAddress> => {
  const address = parseEndpoint(text);
  return address.ok && address.value.port === 0 ? { ok: false, problem: 'nobody listens on port 0' } : address;
};

/** Says what a field of a query is; one that is given again comes as a list. */
const once =
  (what: string) =>
  ({ input }: { readonly input?: unknown }): string =>
    Array.isArray(input) ? 'it is given more than once; give it once' : what;

/** A field of a query that may be given again: a list of what it was given as. */
const several = <Item extends z.ZodType>(item: Item) =>
  z.preprocess(
    (given = []) => (Array.isArray(given) ? given : [given]),
    z.array(item).max(MOST_REPETITIONS, `it is given ${MOST_REPETITIONS} times at most`),
  );

const RATE = 'a rate is text like "512KiB/s", a number of bytes per second, or null for no limit';
const limit = z.union([z.string(), z.number(), z.null()], { error: RATE }).transform(parsed(parseLimit));
const limitText = z.string({ error: once('a rate is written 512KiB/s') }).transform(parsed(parseLimit));
const peer = z.string().transform(parsed(parsePeer));
const infoHash = z
  .string({ error: once('an info hash is 40 hexadecimal digits') })
  .regex(/^[0-9a-f]{40}$/i, 'an info hash is 40 hexadecimal digits')
  .toLowerCase();
const wholeNumber = z
  .string({ error: once('a whole number is expected') })
  .regex(/^\d{1,9}$/, 'a whole number is expected')
  .transform(Number);

/** The body of `PATCH …/limits`: what is left out stays as it is. */
const limitsBody = z.strictObject({ upload: limit.optional(), download: limit.optional() });

const LONGEST = `it has ${MOST_CHARACTERS} characters at most`;
const fileList = z.string().max(MOST_CHARACTERS, LONGEST);

/** The query of `POST /api/torrents`. */
const addQuery = z.strictObject({
  dir: z
    .string({ error: once('it is a path') })
    .max(MOST_CHARACTERS, LONGEST)
    .optional(),
  'upload-limit': limitText.optional(),
  'download-limit': limitText.optional(),
  force: z.enum(['true', 'false'], { error: once('it is true or false') }).default('false'),
  files: several(fileList),
  connect: several(peer),
});

/** The query of `DELETE /api/torrents/HASH`. */
const removeQuery = z.strictObject({
  data: z.enum(['keep', 'delete'], { error: once('it is keep or delete') }).default('keep'),
});

/** Pieces in one answer at most: a torrent may have millions. */
const MOST_PIECES = 65_536;

/** The query of `GET /api/torrents/HASH/pieces`. */
const piecesQuery = z.strictObject({
  from: wholeNumber.default(0),
  count: wholeNumber
    .refine((count) => count >= 1 && count <= MOST_PIECES, `it is 1 to ${MOST_PIECES}`)
    .default(MOST_PIECES),
});

/** The query of `GET /api/events`. */
const eventsQuery = z.strictObject({
  level: z.enum(EVENT_LEVELS, { error: once('it is peer, piece or block') }).default('piece'),
  torrent: infoHash.optional(),
});

/** Takes whatever came as what it must be. @throws ControlError that names each field that is wrong, and what would be right */
const take = <Shape extends z.core.$ZodShape>(
  schema: z.ZodObject<Shape, z.core.$strict>,
  value: unknown,
): z.output<z.ZodObject<Shape, z.core.$strict>> => {
  const taken = schema.safeParse(value);
  if (taken.success) return taken.data;
  const known = Object.keys(schema.shape);
  throw new ControlError('bad-request', taken.error.issues.map((issue) => problemOf(issue, known)).join('; '));
};

function problemOf(issue: z.core.$ZodIssue, known: readonly string[]): string {
  if (issue.code !== 'unrecognized_keys') {
    const [field] = issue.path;
    return field === undefined ? NO_OBJECT : `${String(field)}: ${issue.message}`;
  }
  const [key = ''] = issue.keys;
  const nearest = nearestName(key, known);
  return `${key}: unknown here; ${nearest === undefined ? `there is ${known.join(', ')}` : `did you mean ${nearest}?`}`;
}

/** @throws ControlError `bad-request` */
export const readLimits = (body: unknown): Partial<RateLimits> => {
  const { upload, download } = take(limitsBody, body);
  return { ...(upload !== undefined && { upload }), ...(download !== undefined && { download }) };
};

/** How a torrent is to be added. */
export interface AddInput {
  /** Below the folder of the daemon. */
  readonly dir: string;
  /** Lists of the files to fetch, to be read against the torrent; all without any. */
  readonly files: readonly string[];
  /** What has the name of the torrent and holds nothing of it is replaced. */
  readonly force: boolean;
  readonly limits: Partial<RateLimits>;
  readonly connect: readonly PeerAddress[];
}

/** @throws ControlError `bad-request` */
export const readAddQuery = (query: unknown): AddInput => {
  const {
    dir = '.',
    files,
    force,
    connect,
    'upload-limit': upload,
    'download-limit': download,
  } = take(addQuery, query);
  const limits = { ...(upload !== undefined && { upload }), ...(download !== undefined && { download }) };
  return { dir, files, force: force === 'true', connect, limits };
};

/** What becomes of the content of a torrent that is removed. */
export interface RemoveInput {
  readonly data: 'keep' | 'delete';
}

/** @throws ControlError `bad-request` */
export const readRemoveQuery = (query: unknown): RemoveInput => take(removeQuery, query);

/** Which pieces are asked for. */
export interface PiecesInput {
  readonly from: number;
  readonly count: number;
}

/** @throws ControlError `bad-request` */
export const readPiecesQuery = (query: unknown): PiecesInput => take(piecesQuery, query);

/** Which events are asked for. */
export interface EventsInput {
  readonly level: EventLevel;
  /** Info hash of the only torrent to tell about. */
  readonly torrent?: string | undefined;
}

/** @throws ControlError `bad-request` */
export const readEventsQuery = (query: unknown): EventsInput => take(eventsQuery, query);

/** @throws ControlError `bad-request` */
export const readInfoHash = (text: unknown): string => {
  const hash = infoHash.safeParse(text);
  if (hash.success) return hash.data;
  throw new ControlError('bad-request', 'an info hash is 40 hexadecimal digits');
};
