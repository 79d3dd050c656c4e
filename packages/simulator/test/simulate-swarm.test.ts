import { encodeEvent, type SwarmEvent } from '@seedbed/events';
import { type PeerPlan, type SwarmPlan, simulateSwarm } from '@seedbed/simulator';
import { describe, expect, it } from 'vitest';
import { ofType } from './of-type.ts';

const MIB = 1024 * 1024;

function leeches(count: number, settings: Partial<PeerPlan> = {}): PeerPlan[] {
  return Array.from({ length: count }, (_, index) => ({ name: `leech-${index + 1}`, role: 'leech', ...settings }));
}

const swarm: SwarmPlan = {
  seedValue: 20261123,
  length: 8 * MIB + 1,
  pieceLength: 256 * 1024,
  peers: [{ name: 'seed-1', role: 'seed', uploadRate: 2 * MIB }, ...leeches(8, { uploadRate: MIB, arrival: 10 })],
  delay: 5,
  end: 600_000,
  eventLevel: 'block',
};

const lines = (events: readonly SwarmEvent[]): string => events.map(encodeEvent).join('');

describe('a swarm in virtual time', () => {
  const outcome = simulateSwarm(swarm);

  it('ends with every leech complete, each piece verified once', () => {
    expect(outcome.peers.filter((peer) => peer.torrent.have.isFull)).toHaveLength(9);
    expect(ofType(outcome.events, 'completed')).toHaveLength(8);
    const verified = ofType(outcome.events, 'piece').map(({ peer, piece }) => `${peer} ${piece}`);
    expect(new Set(verified).size).toBe(8 * 33);
    expect(verified).toHaveLength(8 * 33);
    for (const peer of outcome.peers) peer.torrent.checkInvariants();
  });

  it('lets the leeches feed each other', () => {
    const seed = ofType(outcome.events, 'peer-started').length;
    expect(seed).toBe(0);
    const sources = ofType(outcome.events, 'completed').flatMap((event) => event.sources);
    const total = sources.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(total).toBe(8 * swarm.length);
    const sentBySeed = outcome.peers[0]?.torrent.stats(outcome.endedAt).uploaded ?? 0;
    expect(sentBySeed).toBeLessThan(total / 2);
  });

  it('is faster than the seed alone could be, and not faster than its links allow', () => {
    const seconds = outcome.endedAt / 1000;
    expect(seconds).toBeLessThan((8 * swarm.length) / (2 * MIB));
    expect(seconds).toBeGreaterThanOrEqual(swarm.length / (2 * MIB));
  });

  it('gives the same events for the same seed value, and others for another', () => {
    expect(lines(simulateSwarm(swarm).events)).toBe(lines(outcome.events));
    expect(lines(simulateSwarm({ ...swarm, seedValue: 7 }).events)).not.toBe(lines(outcome.events));
  });

  it('lets peers that want different pieces have theirs, and feed each other where they want the same', () => {
    const half = (from: number): number[] => Array.from({ length: 20 }, (_, index) => from + index);
    const wanting: SwarmPlan = {
      ...swarm,
      peers: [
        { name: 'seed-1', role: 'seed', uploadRate: MIB },
        { name: 'first', role: 'leech', wanted: half(0) },
        { name: 'last', role: 'leech', wanted: half(13) },
      ],
    };
    const { peers, events } = simulateSwarm(wanting);
    expect(peers.map(({ isComplete }) => isComplete)).toEqual([true, true, true]);
    for (const { name, wanted = [] } of wanting.peers.slice(1)) {
      const fetched = ofType(events, 'piece').filter(({ peer }) => peer === name);
      expect(fetched.map(({ piece }) => piece).toSorted((a, b) => a - b)).toEqual(wanted);
      const asked = ofType(events, 'request').filter(({ peer }) => peer === name);
      expect(asked.filter(({ piece }) => !wanted.includes(piece))).toEqual([]);
    }
    const sources = ofType(events, 'completed').map((event) => event.sources.length);
    expect(Math.max(...sources)).toBe(2);
  });

  it('does not depend on the level of events', () => {
    const quiet = simulateSwarm({ ...swarm, eventLevel: 'peer' });
    expect(lines(quiet.events)).toBe(lines(outcome.events.filter(({ type }) => PEER_LEVEL.has(type))));
  });
});

const PEER_LEVEL = new Set(['peer-started', 'peer-stopped', 'completed', 'announced', 'announce-failed', 'fault']);

describe('a poisoner among the seeds', () => {
  it('is found out and sent away, and the download is right', () => {
    const outcome = simulateSwarm({
      ...swarm,
      eventLevel: 'piece',
      peers: [
        { name: 'seed-1', role: 'seed', uploadRate: MIB },
        { name: 'poisoner', role: 'seed', uploadRate: MIB, poisons: true },
        ...leeches(3, { uploadRate: MIB, arrival: 10 }),
      ],
    });
    expect(ofType(outcome.events, 'completed')).toHaveLength(3);
    const banned = ofType(outcome.events, 'disconnected').filter(({ reason }) => reason === 'banned');
    expect(banned.map(({ peer }) => peer).sort()).toEqual(['leech-1', 'leech-2', 'leech-3']);
  });
});
