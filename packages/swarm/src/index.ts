export { SwarmFailure } from './failure.ts';
export { writeGeneratedContent } from './generated-content.ts';
export { resultTable, summaryLine } from './result-table.ts';
export { type RunSwarmComponents, runSwarm } from './run-swarm.ts';
export type { CreateTorrent } from './shared-content.ts';
export type { AddressMode, ContentPlan, SwarmPlan } from './swarm-plan.ts';
export type { LeechProgress } from './swarm-progress.ts';
export type { ContentResult, LeechResult, Outcome, SwarmResult } from './swarm-result.ts';
export type { Phase, SwarmStatus } from './swarm-status.ts';
