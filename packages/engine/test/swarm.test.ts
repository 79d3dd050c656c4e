import { describe, expect, it } from 'vitest';
import { type TestPeer, TestSwarm } from './test-swarm.ts';

const TORRENT = ' '.repeat(24);
const FULL = '*'.repeat(24);

const isComplete = (peer: TestPeer): boolean => peer.torrent.have.isFull;

const events = (peer: TestPeer, type: string): number =>
  peer.effects.filter((effect) => effect.type === 'report' && effect.event.type === type).length;

describe('a swarm of engines', () => {
  it('ends complete, with every piece fetched once', () => {
    const swarm = new TestSwarm({ torrent: TORRENT });
    const seed = swarm.add(100, FULL);
    const leeches = Array.from({ length: 6 }, (_, name) => swarm.add(name + 1, TORRENT));
    for (const leech of leeches) swarm.introduce(leech, seed, ...leeches);
    swarm.run(600_000, () => leeches.every(isComplete));
    for (const leech of leeches) {
      expect(isComplete(leech)).toBe(true);
      expect(events(leech, 'piece')).toBe(TORRENT.length);
      expect(events(leech, 'completed')).toBe(1);
    }
  });

  it('parts when everyone is complete, and stays apart', () => {
    const swarm = new TestSwarm({ torrent: TORRENT });
    const peers = [swarm.add(100, FULL), swarm.add(1, TORRENT), swarm.add(2, TORRENT)];
    for (const peer of peers) swarm.introduce(peer, ...peers);
    swarm.run(600_000, () => peers.every(isComplete));
    swarm.run(60_000);
    const dials = peers.map((peer) => peer.effects.filter(({ type }) => type === 'dial').length);
    swarm.run(3_600_000);
    expect(peers.map((peer) => peer.torrent.sessions().length)).toEqual([0, 0, 0]);
    expect(peers.map((peer) => peer.effects.filter(({ type }) => type === 'dial').length)).toEqual(dials);
  });

  it.each([1, 2, 3, 4, 5])('finds the one poisoner among ten out after three pieces at most (seed %i)', (seedValue) => {
    const swarm = new TestSwarm({ torrent: TORRENT, blocks: 8, seedValue });
    const seeds = Array.from({ length: 10 }, (_, index) => swarm.add(100 + index, FULL, { poisons: index === 4 }));
    const leech = swarm.add(seedValue, TORRENT);
    swarm.introduce(leech, ...seeds);
    swarm.run(600_000, () => isComplete(leech));
    expect(isComplete(leech)).toBe(true);
    expect(events(leech, 'piece-corrupt')).toBeLessThanOrEqual(3);
    const closed = leech.effects.flatMap((effect) => (effect.type === 'close' ? [effect.reason] : []));
    expect(closed.filter((reason) => reason === 'banned').length).toBeLessThanOrEqual(1);
  });

  it('survives the loss of its seed when one copy is out', () => {
    const swarm = new TestSwarm({ torrent: TORRENT });
    const seed = swarm.add(100, FULL);
    const leeches = Array.from({ length: 4 }, (_, name) => swarm.add(name + 1, TORRENT));
    for (const leech of leeches) swarm.introduce(leech, seed, ...leeches);
    const isOut = (): boolean =>
      Array.from(TORRENT, (_, piece) => piece).every((piece) => leeches.some(({ torrent }) => torrent.have.has(piece)));
    swarm.run(600_000, isOut);
    swarm.tell(seed, { type: 'stop' });
    swarm.run(600_000, () => leeches.every(isComplete));
    expect(leeches.map(isComplete)).toEqual(leeches.map(() => true));
  });
});
