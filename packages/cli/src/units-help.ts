import type { Setting, SettingsTable } from '@seedbed/settings';

const NOTATIONS: readonly (readonly [kind: Setting['kind'], how: string])[] = [
  ['size', 'sizes 16KiB, 64MiB, 1.5GiB'],
  ['rate', 'rates 512KiB/s'],
  ['duration', 'times 250ms, 30s, 5m'],
  ['endpoint', 'addresses 127.0.0.1:6881 or [::1]:6881, where port 0 picks a free one'],
];

/** How the values of a command's settings are written, and where else they can be given. */
export const unitsHelp = (table: SettingsTable): string => {
  const kinds = new Set(Object.values(table).map(({ kind }) => kind));
  const used = NOTATIONS.filter(([kind]) => kinds.has(kind)).map(([, how]) => how);
  const elsewhere = 'Every flag can be given in the environment too: --log-level is SEEDBED_LOG_LEVEL.';
  return used.length === 0 ? elsewhere : `Write ${used.join('; ')}.\n${elsewhere}`;
};
