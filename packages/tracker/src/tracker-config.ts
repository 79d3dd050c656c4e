import { readSettings, type SettingsOf } from '@seedbed/settings';
import { trackerSettings } from './tracker-settings.ts';

/** The settings of a tracker as values, under their names in camel case; times in ms. */
export type TrackerConfig = SettingsOf<typeof trackerSettings>;

/** The defaults, and what is to be different. */
export function trackerConfig(changes: Partial<TrackerConfig> = {}): TrackerConfig {
  const defaults = readSettings(trackerSettings, { flags: {}, environment: {} });
  if (!defaults.ok) throw new Error(`a default can't be read: ${defaults.problems.join('; ')}`);
  return { ...defaults.values, ...changes };
}
