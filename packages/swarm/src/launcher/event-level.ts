import type { EventLevel } from '@seedbed/events';
import { BLOCK_LENGTH } from '@seedbed/protocol';

// A block is told twice by the leech that gets it, as a request and as an arrival, at some 120 bytes each; this many
// blocks make a record of about 50 MB, which is still read at a glance by a report.
const MOST_BLOCKS = 200_000;
const MOST_PEERS = 20;

/** How much of a run is told: down to blocks where the run is small, else down to pieces. */
export const eventLevelFor = (seeds: number, leeches: number, length: number): EventLevel =>
  seeds + leeches <= MOST_PEERS && (leeches * length) / BLOCK_LENGTH <= MOST_BLOCKS ? 'block' : 'piece';
