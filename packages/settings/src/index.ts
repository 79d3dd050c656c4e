export { parseCount } from './count.ts';
export { formatDuration, parseDuration } from './duration.ts';
export { type Endpoint, formatEndpoint, parseEndpoint } from './endpoint.ts';
export { formatCount } from './format-count.ts';
export { nearestName } from './nearest-name.ts';
export { parseNumber, parseSetting } from './parse-setting.ts';
export { type Parsed, parsed, unreadable } from './parsed.ts';
export { formatRate, parseRate } from './rate.ts';
export { parseRatio } from './ratio.ts';
export { environmentName, type ReadSettings, readSettings, type SettingsSources } from './read-settings.ts';
export type {
  ChoiceSetting,
  EndpointSetting,
  FlagSetting,
  NumberSetting,
  Setting,
  SettingsOf,
  SettingsTable,
  SettingValue,
  TextSetting,
} from './setting.ts';
export { formatSize, parseSize } from './size.ts';
