export { SwarmFailure } from './failure.ts';
export { writeGeneratedContent } from './launcher/generated-content.ts';
export { type RunSwarmComponents, runSwarm } from './launcher/run-swarm.ts';
export type { CreateTorrent } from './launcher/shared-content.ts';
export type { LeechProgress } from './launcher/swarm-progress.ts';
export type { Phase, SwarmStatus } from './launcher/swarm-status.ts';
export { resultTable, summaryLine } from './result-table.ts';
export type { AddressMode, ContentPlan, SwarmPlan } from './swarm-plan.ts';
export type { ContentResult, LeechResult, Outcome, SwarmResult } from './swarm-result.ts';
