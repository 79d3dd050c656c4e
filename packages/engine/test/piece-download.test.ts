import { BLOCK_LENGTH, Geometry } from '@seedbed/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PieceDownload } from '../src/piece-download.ts';

const BLOCKS = 6;
const geometry = new Geometry(BLOCKS * BLOCK_LENGTH - 5, BLOCKS * BLOCK_LENGTH);
const begin = (): PieceDownload => new PieceDownload({ piece: 0, owner: 1, exclusive: false, now: 0 }, geometry);

const step = fc.record({
  act: fc.constantFrom('request', 'release', 'receive'),
  block: fc.nat(BLOCKS - 1),
  peer: fc.integer({ min: 1, max: 3 }),
});

describe('PieceDownload', () => {
  it('has each block in one state, and names the first missing one', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const download = begin();
        const asked = Array.from({ length: BLOCKS }, () => new Set<number>());
        const senders = new Array<string | undefined>(BLOCKS).fill(undefined);
        for (const { act, block, peer } of steps) {
          const peers = asked[block] ?? new Set();
          if (act === 'release') {
            download.release(block, peer);
            peers.delete(peer);
          } else if (senders[block] === undefined && act === 'receive') {
            const others = download.receive(block, peer, `peer ${peer}`);
            expect([...others].sort()).toEqual([...peers].filter((other) => other !== peer).sort());
            senders[block] = `peer ${peer}`;
            peers.clear();
          } else if (senders[block] === undefined && !peers.has(peer)) {
            download.request(block, peer);
            peers.add(peer);
          }
          download.checkInvariants();
          const missing = senders.findIndex((sender, at) => sender === undefined && asked[at]?.size === 0);
          expect(download.nextMissing()).toBe(missing < 0 ? undefined : missing);
          expect(download.hasMissing).toBe(missing >= 0);
          expect(download.isAskedFor).toBe(asked.some((set) => set.size > 0));
          expect(download.isVerifying).toBe(senders.every((sender) => sender !== undefined));
        }
      }),
    );
  });

  it('tells who sent how many bytes, the short last block counted as it is', () => {
    const download = begin();
    for (let block = 0; block < BLOCKS; block++) download.receive(block, 1, block < 4 ? 'a' : 'b');
    expect(download.sources()).toEqual([
      { remote: 'a', bytes: 4 * BLOCK_LENGTH },
      { remote: 'b', bytes: 2 * BLOCK_LENGTH - 5 },
    ]);
  });
});
