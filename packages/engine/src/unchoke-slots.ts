import type { ChokerName } from './choker-policies.ts';

/** BEP 3: four, one of them the optimistic one. */
const BEP3_SLOTS = 4;

/** Two seconds of the uplink in pieces: so that each peer in a slot gets a piece soon, and none waits for long. */
const SLOT_TIME = 2;
const FEWEST = 2;
const MOST = 20;

/**
 * Unchoke slots where the user names no number.
 *
 * @param uplink bytes per second; Infinity where it is not known
 */
export function unchokeSlots(choker: ChokerName, uplink: number, pieceLength: number): number {
  if (choker !== 'turns') return BEP3_SLOTS;
  return Math.min(MOST, Math.max(FEWEST, Math.round((SLOT_TIME * uplink) / pieceLength)));
}
