export { seededRandom } from './seeded-random.ts';
export { type PeerPlan, type SwarmOutcome, type SwarmPlan, simulateSwarm } from './simulate-swarm.ts';
export type { TrackerPlan, TrackerTerms } from './simulated-tracker.ts';
export { VirtualTime } from './virtual-time.ts';
