export type { RunHeader } from '../model/index.ts';
export { RunFolderError, readRunHeader } from './read-run-header.ts';
export { serveRecorded } from './serve-recorded.ts';
