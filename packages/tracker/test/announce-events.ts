import { printableId, toHex } from '@seedbed/protocol';
import { expect } from 'vitest';
import { addressOf, infoHash, peerId } from './swarm-fixtures.ts';

/** What every event of the n-th peer holds. */
export const heardOf = (n: number): object => ({
  peer: 'tracker',
  t: expect.any(Number),
  address: `${addressOf(n).ip}:6881`,
});

/** The announce with which the n-th peer, a leech, comes first of all into the first swarm. */
export const FIRST_ANNOUNCE = { event: 'started', uploaded: 1, downloaded: 2, left: 3 } as const;

/** The event of it. */
export const firstAnnounceOf = (n: number): object => ({
  ...heardOf(n),
  type: 'announce-served',
  remote: printableId(peerId(n)),
  infoHash: toHex(infoHash()),
  ...FIRST_ANNOUNCE,
  peers: 0,
  complete: 0,
  incomplete: 1,
});
