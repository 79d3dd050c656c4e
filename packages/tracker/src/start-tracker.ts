import { pino } from 'pino';
import { fitConnections } from './http/fit-connections.ts';
import { openFileLimit } from './http/open-file-limit.ts';
import { startProcess } from './start-process.ts';
import type { Tracker } from './tracker.ts';
import type { TrackerComponents } from './tracker-components.ts';
import type { TrackerConfig } from './tracker-config.ts';
import type { FirstProcess } from './workers/first-process.ts';
import type { OtherProcesses } from './workers/other-processes.ts';

/**
 * Starts a tracker at `config.http`, and at `config.udp` if there is one, of one process or of several.
 *
 * @throws TrackerStartError when it can't listen there, or can't use the store.
 * @throws TrackerUsageError, TrackerFileError when a setting or a file that it names is wrong.
 * @throws the reason of `components.signal` when that ends it.
 */
export async function startTracker(config: TrackerConfig, components: TrackerComponents = {}): Promise<Tracker> {
  const { log = pino({ level: 'silent' }) } = components;
  const fitting = fitConnections(config, openFileLimit(), log);
  if (config.workers === 1) return await startProcess(fitting, components);
  const { Workers } = await import('./workers/workers.ts');
  // Bounds that each process has for itself; together they are what was asked for.
  const each = { ...fitting, workers: 1, maxConnections: Math.ceil(fitting.maxConnections / config.workers) };
  const others = (first: FirstProcess): OtherProcesses => new Workers(each, config.workers - 1, first);
  return await startProcess(each, components, { others });
}
