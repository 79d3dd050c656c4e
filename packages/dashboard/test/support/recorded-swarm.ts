import type { SwarmEvent } from '@seedbed/events';
import { printableId } from '@seedbed/protocol';
import { type SwarmPlan, simulateSwarm } from '@seedbed/simulator';
import type { RunHeader } from '../../src/model/index.ts';

const KIB = 1024;
const LENGTH = 512 * KIB + 1;
const PIECE_LENGTH = 32 * KIB;
const PIECES = 17;

const plan: SwarmPlan = {
  seedValue: 20261123,
  length: LENGTH,
  pieceLength: PIECE_LENGTH,
  peers: [
    { name: 'seed-1', role: 'seed', uploadRate: 256 * KIB },
    ...[1, 2, 3, 4].map((number) => ({
      name: `leech-${number}`,
      role: 'leech' as const,
      uploadRate: 128 * KIB,
      arrival: number * 10,
      options: { traceDecisions: true },
    })),
  ],
  delay: 5,
  end: 600_000,
  eventLevel: 'block',
};

export const header: RunHeader = {
  name: 'recorded',
  startedAt: 0,
  live: false,
  content: { length: LENGTH, pieceLength: PIECE_LENGTH, pieces: PIECES },
  peers: plan.peers.map(({ name, role }) => ({ name, group: role, role, client: 'seedbed', upload: 128 * KIB })),
  bound: { applies: false, why: 'nobody asked' },
  timeline: [],
  eventLevel: 'block',
  actions: false,
};

/** The record of a real engine's swarm, with the words of a launcher around it: a kill and a restart at the end. */
export const recordedSwarm = (): readonly SwarmEvent[] => {
  const { events, peers } = simulateSwarm(plan);
  const started = plan.peers.map(({ name, role, arrival = 0 }, index): SwarmEvent => {
    const peer = peers[index];
    if (peer === undefined) throw new Error(`${name} was not simulated`);
    return {
      ...{
        t: arrival,
        peer: name,
        type: 'peer-started',
        address: `127.1.1.${index + 1}:6881`,
        infoHash: 'ab'.repeat(20),
      },
      peerId: printableId(peer.peerId),
      ...{ pieces: PIECES, pieceLength: PIECE_LENGTH, length: LENGTH, have: role === 'seed' ? PIECES : 0 },
    };
  });
  const end = events.at(-1)?.t ?? 0;
  const [, first] = started;
  if (first?.type !== 'peer-started') throw new Error('nobody was simulated');
  const launcher = { peer: 'launcher', type: 'run-action' } as const;
  return [
    { t: 0, peer: 'launcher', type: 'run-phase', phase: 'running' } as const,
    ...[...started, ...events].sort((one, other) => one.t - other.t),
    { t: end + 10, ...launcher, action: 'corrupt', peers: ['seed-1'], detail: '' },
    { t: end + 20, ...launcher, action: 'kill', peers: ['leech-1'], detail: '' },
    { t: end + 30, ...launcher, action: 'partition', peers: ['leech-2', 'leech-3'], detail: 'leech-2 | leech-3' },
    { ...first, t: end + 500, peerId: 'another life', have: PIECES },
    { ...first, t: end + 510, peer: 'leech-9', peerId: 'nobody planned it', have: 0 },
    { t: end + 1_600, peer: 'leech-2', type: 'peer-stopped', downloaded: LENGTH, uploaded: 0 },
  ];
};
