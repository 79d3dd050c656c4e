import type { ChokerName } from './choker-policies.ts';

/** BEP 3: four, one of them the optimistic one. */
const BEP3_SLOTS = 4;

/** Two seconds of the uplink in pieces: so that each peer in a slot gets a piece soon, and none waits for long. */
const SLOT_TIME = 2;
/** Of four peers one is likely to want something that it has not asked of others; of two often none is. */
const FEWEST = 4;
const MOST = 20;

/** While one newcomer is served, the next one's request is to be here already; more only wait where uplinks are narrow. */
const NEWCOMER_TIME = 0.5;
const FEWEST_NEWCOMERS = 2;

/**
 * Unchoke slots where the user names no number.
 *
 * @param uplink bytes per second; Infinity where it is not known
 */
export function unchokeSlots(choker: ChokerName, uplink: number, pieceLength: number): number {
  if (choker !== 'turns') return BEP3_SLOTS;
  return Math.min(MOST, Math.max(FEWEST, Math.round((SLOT_TIME * uplink) / pieceLength)));
}

/** Slots for peers that hold nothing. `uplink` as above. */
export function newcomerSlots(uplink: number, pieceLength: number): number {
  return Math.min(MOST, Math.max(FEWEST_NEWCOMERS, Math.round((NEWCOMER_TIME * uplink) / pieceLength)));
}
