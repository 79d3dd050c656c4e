import type { SwarmEvent } from '@seedbed/events';
import { type Daemon, type DaemonOptions, type LogFields, startDaemon, type TorrentHandle } from '@seedbed/peer';
import { afterEach } from 'vitest';
import { until } from './until.ts';

const daemons: Daemon[] = [];

afterEach(async () => {
  await Promise.all(daemons.splice(0).map((daemon) => daemon.close()));
});

export interface TestDaemon {
  readonly daemon: Daemon;
  readonly events: SwarmEvent[];
  readonly log: string[];
  /** The fields of warnings. */
  readonly warned: LogFields[];
}

/** A daemon that is closed after the test. */
export const daemonAt = async (ip: string, options: DaemonOptions = {}): Promise<TestDaemon> => {
  const events: SwarmEvent[] = [];
  const log: string[] = [];
  const warned: LogFields[] = [];
  const write =
    (level: string) =>
    (fields: LogFields, text: string): void => {
      log.push(`${level} ${text}`);
      if (level === 'warn') warned.push(fields);
    };
  const daemon = await startDaemon({
    name: ip,
    listen: { ip, port: 0 },
    events: { emit: (event) => events.push(event) },
    log: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') },
    ...options,
  });
  daemons.push(daemon);
  return { daemon, events, log, warned };
};

/** Waits until every piece of the torrent is verified. */
export const complete = (torrent: TorrentHandle): Promise<void> =>
  until(() => {
    const { complete: isComplete, have, pieces, stage } = torrent.status();
    return isComplete || `${stage}: ${have} of ${pieces} pieces`;
  });
