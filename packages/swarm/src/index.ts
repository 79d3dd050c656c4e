export { SwarmFailure } from './failure.ts';
export { junitReport } from './junit-report.ts';
export { writeGeneratedContent } from './launcher/generated-content.ts';
export type { AddressMode, RunRequest } from './launcher/run-request.ts';
export { isAsExpected, type RunScenarioComponents, runScenario } from './launcher/run-scenario.ts';
export {
  type HandAction,
  HandActionError,
  type RunWatcher,
  type WatchedRun,
  type WatchRun,
} from './launcher/run-watch.ts';
export type { CreateTorrent } from './launcher/shared-content.ts';
export type { LeechProgress } from './launcher/swarm-progress.ts';
export type { Phase, SwarmStatus } from './launcher/swarm-status.ts';
export { writeComparison, writeReport } from './report/write-report.ts';
export { figureLines, repetitionLines, verdictLines } from './result-lines.ts';
export { resultTable, summaryLine } from './result-table.ts';
export type { ContentResult, Outcome, PeerSummary, RepeatedSummary, RunSummary } from './run-summary.ts';
export { type ParsedScenario, parseScenario, type ScenarioProblem } from './scenario/parse-scenario.ts';
export { resolvePaths } from './scenario/resolve-paths.ts';
export type { Scenario } from './scenario/scenario.ts';
export { type FlaggedSwarm, writeScenario } from './scenario/write-scenario.ts';
