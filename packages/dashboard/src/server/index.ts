export type { RunHeader } from '../model/run-header.ts';
export { ActionError, type DashboardAction } from './action.ts';
export { createDashboard, type Dashboard, type DashboardOptions } from './dashboard.ts';
export { Journal } from './journal.ts';
export { RunFolderError, readRunHeader } from './read-run-header.ts';
export { serveRecorded } from './serve-recorded.ts';
