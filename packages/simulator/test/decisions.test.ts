import { type ChokeCandidate, decodeEvent, encodeEvent, type SwarmEvent } from '@seedbed/events';
import { type SwarmPlan, simulateSwarm } from '@seedbed/simulator';
import { describe, expect, it } from 'vitest';

const KIB = 1024;
const MIB = 1024 * KIB;

/** A seed with two slots, and five leeches that hold a piece each and take for more than a minute. */
const plan = (traceDecisions: boolean): SwarmPlan => ({
  seedValue: 1,
  length: 16 * MIB,
  pieceLength: 256 * KIB,
  peers: [
    { name: 'seed', role: 'seed', uploadRate: 256 * KIB, options: { uploadSlots: 2, traceDecisions } },
    ...Array.from({ length: 5 }, (_, index) => ({
      name: `leech-${index + 1}`,
      role: 'leech' as const,
      holds: [index],
      uploadRate: 64 * KIB,
      options: { traceDecisions },
    })),
  ],
  delay: 5,
  end: 600_000,
});

const { events } = simulateSwarm(plan(true));
/** What a reader of the record sees. */
const record = events.map((event) => decodeEvent(encodeEvent(event)));

/** The latest decision of `peer` on `remote` in a part of the record. */
function why(part: typeof record, peer: string, remote: string): ChokeCandidate | undefined {
  const decision = part.findLast((event) => event?.type === 'choke-decisions' && event.peer === peer);
  if (decision?.type !== 'choke-decisions') return undefined;
  return decision.candidates.find((candidate) => candidate.remote === remote);
}

describe('the trace of decisions', () => {
  it('answers why a peer was choked at 40 s', () => {
    const until = record.filter((event) => event !== undefined && event.t <= 40_000);
    const choked = until.findLast((event) => event?.type === 'choke' && event.peer === 'seed');
    if (choked?.type !== 'choke') throw new Error('the seed choked nobody until 40 s');
    const { t } = choked;
    const atThatTime = record.slice(0, record.indexOf(choked));
    const answer = why(atThatTime, 'seed', choked.remote);
    expect(answer).toMatchObject({ interested: true, snubbed: false, wasUnchoked: true, unchoked: false });
    expect(['slower', 'turn-over']).toContain(answer?.reason);
    expect(answer?.since).toBeLessThanOrEqual(t - 10_000);
    // And what it has been since.
    expect(why(until, 'seed', choked.remote)).toMatchObject({ unchoked: false });
  });

  it('comes before each choke and unchoke, and agrees with it', () => {
    let seen = 0;
    for (const [at, event] of record.entries()) {
      if ((event?.type !== 'choke' && event?.type !== 'unchoke') || event.direction !== 'sent') continue;
      const isUnchoke = event.type === 'unchoke';
      const answer = why(record.slice(0, at), event.peer, event.remote);
      expect(answer).toMatchObject({ wasUnchoked: !isUnchoke, unchoked: isUnchoke });
      if (event.type === 'unchoke') expect(answer?.reason === 'optimistic').toBe(event.optimistic);
      seen++;
    }
    expect(seen).toBeGreaterThan(20);
  });

  it('ranks every connection at every round, the fastest first, and never more in slots than there are', () => {
    const rounds = events.flatMap((event) =>
      event.type === 'choke-decisions' && event.peer === 'seed' && event.occasion === 'round' ? [event] : [],
    );
    expect(rounds.length).toBeGreaterThan(6);
    for (const { candidates } of rounds) {
      const rates = candidates.map(({ rate }) => rate);
      expect(rates).toEqual([...rates].sort((a, b) => b - a));
      expect(candidates.filter(({ unchoked, interested }) => unchoked && interested).length).toBeLessThanOrEqual(2);
    }
  });

  it('tells of each piece that was verified how it was picked, and how many held it', () => {
    const picked = events.flatMap((event) => (event.type === 'piece-picked' ? [event] : []));
    const pickedBy = new Set(picked.map(({ peer, piece }) => `${peer} ${piece}`));
    for (const event of events) {
      if (event.type === 'piece') expect(pickedBy).toContain(`${event.peer} ${event.piece}`);
    }
    expect(picked.every(({ availability }) => availability >= 1 && availability <= 5)).toBe(true);
    for (const [at, event] of picked.entries()) {
      const last = picked.slice(0, at).findLast(({ peer, remote }) => peer === event.peer && remote === event.remote);
      expect([last?.piece, last?.reason]).not.toEqual([event.piece, event.reason]);
    }
    const reasons = new Set(picked.map(({ reason }) => reason));
    for (const reason of ['random-first', 'rarest-first', 'orphan', 'moved', 'end-game'])
      expect(reasons).toContain(reason);
  });

  it('changes nothing of what happens, and tells nothing when it is off', () => {
    const isDecision = ({ type }: SwarmEvent): boolean => type === 'choke-decisions' || type === 'piece-picked';
    expect(simulateSwarm(plan(false)).events).toEqual(events.filter((event) => !isDecision(event)));
  });
});
