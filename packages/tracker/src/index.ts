export { type AppComponents, createApp } from './http/create-app.ts';
export type { AnnounceSeen } from './service/announce-seen.ts';
export { startTracker, type Tracker, type TrackerComponents } from './start-tracker.ts';
export { type TrackerConfig, trackerConfig } from './tracker-config.ts';
export { TrackerFileError } from './tracker-file-error.ts';
export { trackerSettings } from './tracker-settings.ts';
export { TrackerStartError, type TrackerStartErrorCode } from './tracker-start-error.ts';
export { TrackerUsageError } from './tracker-usage-error.ts';
