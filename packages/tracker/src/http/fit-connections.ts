import type { Logger } from 'pino';
import type { TrackerConfig } from '../tracker-config.ts';

/** Files and sockets of a process beside its connections: those of Node, the doors, a store, state, events, channels. */
const OTHERS = 64;

/**
 * The settings with as many connections as each process may have open; one line in the log when those are fewer. Beyond what the
 * system allows it would close new connections unseen, while idle ones keep their place.
 *
 * @param openFiles that a process may have at once; undefined without a limit.
 */
export function fitConnections(config: TrackerConfig, openFiles: number | undefined, log: Logger): TrackerConfig {
  const { maxConnections, workers } = config;
  const wanted = Math.ceil(maxConnections / workers);
  const fit = Math.max(1, (openFiles ?? Number.POSITIVE_INFINITY) - OTHERS);
  if (wanted <= fit) return config;
  const each = workers === 1 ? '' : ' in each process';
  log.warn(
    { openFiles, wanted, connections: fit },
    `only ${fit} connection${fit === 1 ? '' : 's'} at once${each}: a process may have ${openFiles} files open here; raise that to ${wanted + OTHERS} (ulimit -n), or lower --max-connections`,
  );
  return { ...config, maxConnections: fit * workers };
}
