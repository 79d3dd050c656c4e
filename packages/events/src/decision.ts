/** Why a peer holds an upload slot: a closed list. */
export const UNCHOKE_REASONS = [
  /** It is among the fastest. */
  'rate',
  /** It is faster than the slowest in a slot and not interested: its slot is ready for it (BEP 3). */
  'fast-not-interested',
  /** It has the optimistic slot, whatever its rate. */
  'optimistic',
  /** A slot was free and it was waiting. */
  'free-slot',
  /** It is its turn. */
  'turn',
  /** Its slot is younger than a round. */
  'kept-young',
  /** It holds nothing yet: a slot is kept for its first piece. */
  'newcomer',
  /** Between two rounds a slot is not taken back without need. */
  'kept',
  /** Nobody is choked. */
  'everyone',
] as const;
export type UnchokeReason = (typeof UNCHOKE_REASONS)[number];

/** Why a peer holds no upload slot: a closed list. */
export const CHOKE_REASONS = [
  /** It wants nothing of us, and had no slot. */
  'not-interested',
  /** It wants nothing of us any more and loses its slot. */
  'lost-interest',
  /** It owes us blocks and sends none. */
  'snubbed',
  /** It made no use of its slot, and another was waiting. */
  'idle',
  /** Others are faster. */
  'slower',
  /** Its time in the slot is over. */
  'turn-over',
  /** Its turn is still to come. */
  'waits-its-turn',
  /** All slots are taken until the next round. */
  'no-free-slot',
] as const;
export type ChokeReason = (typeof CHOKE_REASONS)[number];

/** How a piece was chosen to be asked of a peer: a closed list. */
export const PICK_REASONS = [
  /** By the policy of that name. */
  'rarest-first',
  'random',
  'sequential',
  /** At random, because few pieces are there yet (BEP 3). */
  'random-first',
  /** It was started with a peer that left, choked us or snubs us. */
  'orphan',
  /** It waited untouched at another peer, and this one has nothing else to send. */
  'moved',
  /** Another peer is at it, and nothing else is to be had. */
  'join',
  /** All that is missing is asked for; a copy of a late block is asked of one more peer. */
  'end-game',
] as const;
export type PickReason = (typeof PICK_REASONS)[number];

/** One peer as the choker saw it, and what it decided. */
export interface ChokeCandidate {
  readonly remote: string;
  /** Bytes per second, of that direction by which the policy ranks. */
  readonly rate: number;
  readonly interested: boolean;
  readonly snubbed: boolean;
  /** Whether it had a slot before, and since when it had one or none, ms of the clock of events. */
  readonly wasUnchoked: boolean;
  readonly since: number;
  /** Whether it has one from now on, and why. */
  readonly unchoked: boolean;
  readonly reason: UnchokeReason | ChokeReason;
}

/** Told with `--trace decisions`: a round of the choker, or a change between two rounds. */
export interface ChokeDecisions {
  readonly type: 'choke-decisions';
  readonly occasion: 'round' | 'between-rounds';
  /** All connections, the fastest first. */
  readonly candidates: readonly ChokeCandidate[];
}

/** Told with `--trace decisions`: the peer is asked for blocks of a piece that it was not being asked for. */
export interface PiecePicked {
  readonly type: 'piece-picked';
  readonly remote: string;
  readonly piece: number;
  /** Connected peers that hold it. */
  readonly availability: number;
  readonly reason: PickReason;
}
