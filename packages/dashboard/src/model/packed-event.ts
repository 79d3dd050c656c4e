import { type Direction, PICK_REASONS, type SwarmEvent } from '@seedbed/events';
import { CandidateList } from './candidate-list.ts';
import type { TextTable } from './text-table.ts';

type EventType = SwarmEvent['type'];

/** What can be packed into numbers; `other` is an event that is kept whole. */
const PACKED_KINDS = [
  'other',
  'request',
  'cancel',
  'block',
  'choke',
  'unchoke',
  'interested',
  'not-interested',
  'piece',
  'have',
  'piece-picked',
  'choke-decisions',
] as const satisfies readonly (EventType | 'other')[];

type PackedKind = (typeof PACKED_KINDS)[number];

const NUMBERS: ReadonlyMap<EventType | 'other', number> = new Map(PACKED_KINDS.map((kind, number) => [kind, number]));

const OTHER = 0;
const DIRECTIONS: readonly Direction[] = ['sent', 'received'];
/** Of an unchoke: whether it is the optimistic one may be left open. */
const OPTIMISTIC = [undefined, false, true] as const;
const OCCASIONS = ['round', 'between-rounds'] as const;
const HIGHEST = 0xffff_ffff;

/** Where packed events keep what is no number, or of no fixed number. */
export class Leftovers {
  readonly texts: TextTable;
  readonly candidates: CandidateList;
  /** Sources of pieces, and whole events. */
  readonly others: unknown[] = [];

  constructor(texts: TextTable) {
    this.texts = texts;
    this.candidates = new CandidateList(texts);
  }
}

/** The kinds under which events of this type are kept, a bit for each. */
export const kindsOf = (type: EventType): number => (1 << OTHER) | (1 << (NUMBERS.get(type) ?? OTHER));

/** An event as its kind and numbers; into `leftovers` goes what does not fit in there. */
export function packEvent(
  event: SwarmEvent,
  leftovers: Leftovers,
): { readonly kind: number; readonly numbers: readonly number[] } {
  const numbers = numbersOf(event, leftovers);
  if (numbers === undefined || numbers.some((number) => number > HIGHEST)) {
    return { kind: OTHER, numbers: [leftovers.others.push(event) - 1] };
  }
  return { kind: NUMBERS.get(event.type) ?? OTHER, numbers };
}

/** Undefined when it is to be kept whole. */
function numbersOf(event: SwarmEvent, leftovers: Leftovers): readonly number[] | undefined {
  const { texts, candidates } = leftovers;
  switch (event.type) {
    case 'request':
    case 'cancel':
    case 'block':
      return [texts.numberOf(event.remote), event.piece, event.begin, event.length];
    case 'unchoke':
      return [texts.numberOf(event.remote), DIRECTIONS.indexOf(event.direction), OPTIMISTIC.indexOf(event.optimistic)];
    case 'choke':
    case 'interested':
    case 'not-interested':
      return [texts.numberOf(event.remote), DIRECTIONS.indexOf(event.direction)];
    case 'piece':
      return [event.piece, event.have, ...packSources(event.sources, leftovers)];
    case 'have':
      return [event.piece, event.peers];
    case 'piece-picked':
      return [texts.numberOf(event.remote), event.piece, event.availability, PICK_REASONS.indexOf(event.reason)];
    case 'choke-decisions':
      return [OCCASIONS.indexOf(event.occasion), candidates.push(event.candidates), event.candidates.length];
    default:
      return undefined;
  }
}

type Sources = Extract<SwarmEvent, { readonly type: 'piece' }>['sources'];

/** Most pieces come from one peer alone. */
function packSources(sources: Sources, { texts, others }: Leftovers): readonly [number, number] {
  const [only, second] = sources;
  if (only !== undefined && second === undefined && only.bytes > 0) return [texts.numberOf(only.remote), only.bytes];
  others.push(sources);
  return [others.length - 1, 0];
}

/** Four numbers; what they mean depends on the kind. */
export type PackedNumbers = readonly [number, number, number, number];

interface Common {
  readonly t: number;
  readonly peer: string;
}

/** The event again, without the fields that its type does not have. */
export function unpackEvent(
  kind: number,
  { t, peer }: Common,
  [a, b, c, d]: PackedNumbers,
  { texts, candidates, others }: Leftovers,
): SwarmEvent {
  const type: PackedKind = PACKED_KINDS[kind] ?? 'other';
  switch (type) {
    case 'request':
    case 'cancel':
    case 'block':
      return { t, peer, type, remote: texts.textOf(a), piece: b, begin: c, length: d };
    case 'unchoke': {
      const optimistic = OPTIMISTIC[c];
      const unchoke = { t, peer, type, remote: texts.textOf(a), direction: DIRECTIONS[b] ?? 'sent' } as const;
      return optimistic === undefined ? unchoke : { ...unchoke, optimistic };
    }
    case 'choke':
    case 'interested':
    case 'not-interested':
      return { t, peer, type, remote: texts.textOf(a), direction: DIRECTIONS[b] ?? 'sent' };
    case 'piece': {
      const sources = d === 0 ? (others[c] as Sources) : [{ remote: texts.textOf(c), bytes: d }];
      return { t, peer, type, piece: a, have: b, sources };
    }
    case 'have':
      return { t, peer, type, piece: a, peers: b };
    case 'piece-picked':
      return { t, peer, type, remote: texts.textOf(a), piece: b, availability: c, reason: PICK_REASONS[d] ?? 'orphan' };
    case 'choke-decisions':
      return { t, peer, type, occasion: OCCASIONS[a] ?? 'round', candidates: candidates.slice(b, c) };
    case 'other':
      return others[a] as SwarmEvent;
  }
}
