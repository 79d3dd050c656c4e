export type { RunHeader } from '../model/run-header.ts';
export { ActionError, type DashboardAction } from './action.ts';
export { createDashboard, type Dashboard, type DashboardOptions } from './dashboard.ts';
export { Journal } from './journal.ts';
export { type OpenTo, openTo } from './open-to.ts';
export { countRecord } from './read-record.ts';
export { type RecordedRun, readRecordedRun } from './read-recorded-run.ts';
export { RunFolderError } from './run-folder-error.ts';
export { serveRecorded } from './serve-recorded.ts';
