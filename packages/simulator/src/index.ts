export { seededRandom } from './seeded-random.ts';
export { type PeerPlan, type SwarmOutcome, type SwarmPlan, simulateSwarm } from './simulate-swarm.ts';
export { VirtualTime } from './virtual-time.ts';
