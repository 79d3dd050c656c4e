import { type PeerPlan, simulateSwarm } from '@seedbed/simulator';
import { describe, expect, it } from 'vitest';

const KIB = 1024;
const PIECE = 256 * KIB;
const UPLINK = 128 * KIB;
const PIECE_TIME = (PIECE * 1_000) / UPLINK;

/** A seed and 199 leeches that come within a second, far more than anybody has places for. */
function crowd(seedValue: number, end: number) {
  const options = { maxPeers: 32 };
  const leeches = Array.from({ length: 199 }, (_, index): PeerPlan => {
    return { name: `leech-${index + 1}`, role: 'leech', uploadRate: UPLINK, arrival: index * 5, options };
  });
  return simulateSwarm(
    {
      seedValue,
      length: 64 * PIECE,
      pieceLength: PIECE,
      peers: [{ name: 'seed', role: 'seed', uploadRate: UPLINK, options }, ...leeches],
      delay: 5,
      end,
    },
    () => false,
  ).peers;
}

describe('a crowd that comes at once', () => {
  // Peers that can give at most double with each piece: 200 of them need eight piece times.
  it.each([1, 2, 3])('has a piece each after twice the piece times that it needs at least', (seedValue) => {
    const peers = crowd(seedValue, 16 * PIECE_TIME);
    const empty = peers.filter(({ torrent }) => torrent.have.isEmpty).length;
    expect(empty, `seed value ${seedValue}`).toBeLessThanOrEqual(4);
  });

  it('leaves room for who comes last: everybody is connected to a good many', () => {
    const connections = crowd(1, 5_000).map(({ torrent }) => torrent.sessions().length);
    expect(Math.min(...connections)).toBeGreaterThanOrEqual(8);
  });
});
