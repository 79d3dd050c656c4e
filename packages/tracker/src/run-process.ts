import { once } from 'node:events';
import type { EventSink } from '@seedbed/events';
import { readSettings } from '@seedbed/settings';
import { destination, type Logger, pino } from 'pino';
import { openEventPipe } from './events/open-event-pipe.ts';
import { startTracker } from './start-tracker.ts';
import type { Tracker } from './tracker.ts';
import { TrackerFileError } from './tracker-file-error.ts';
import { trackerSettings } from './tracker-settings.ts';
import { TrackerStartError } from './tracker-start-error.ts';
import { TrackerUsageError } from './tracker-usage-error.ts';

const processSettings = {
  ...trackerSettings,
  'log-level': {
    kind: 'choice',
    choices: ['trace', 'debug', 'info', 'warn', 'error', 'silent'],
    default: 'info',
    description: 'What is logged.',
    reason: 'What an operator has to know, and not each request.',
  },
} as const;

/**
 * Runs the tracker until it is asked to stop, and tells its launcher when it is ready.
 *
 * @param asked aborted when it is.
 * @param onHangup is given what SIGHUP shall do.
 * @returns the exit status; what went wrong stands in a line on standard error.
 */
export async function runProcess(asked: AbortSignal, onHangup: (reload: () => void) => void): Promise<number> {
  try {
    await run(asked, onHangup);
    return 0;
  } catch (error) {
    const isUsage = error instanceof ConfigurationError || error instanceof TrackerUsageError;
    // A start that was given up; its workers may have been asked too, and were gone before they were ready.
    if (asked.aborted && (error === asked.reason || error instanceof TrackerStartError)) return 0;
    if (!(isUsage || error instanceof TrackerStartError || error instanceof TrackerFileError)) throw error;
    process.stderr.write(`tracker: ${error.message}\n`);
    return isUsage ? 2 : 1;
  }
}

async function run(asked: AbortSignal, onHangup: (reload: () => void) => void): Promise<void> {
  const events = openEventPipe();
  const { tracker, log } = await start(events, asked);
  const { url, urls, address, control, reload } = tracker;
  onHangup(() => {
    if (reload === undefined) log.info('SIGHUP: there is no file to read or to open again');
    else void reload();
  });
  process.send?.({ type: 'ready', url, urls, address, control }, undefined, undefined, () => {
    // An error here means that the launcher is gone: `disconnect` says so too.
  });
  // The channel may have closed while this program was being loaded.
  const isAlone = process.send !== undefined && !process.connected;
  if (!(asked.aborted || isAlone)) await once(asked, 'abort');
  try {
    await tracker.close();
  } finally {
    await events?.close();
  }
}

interface Started {
  readonly tracker: Tracker;
  readonly log: Logger;
}

async function start(events: EventSink | undefined, signal: AbortSignal): Promise<Started> {
  const file = { name: 'the configuration', content: readConfiguration() };
  const settings = readSettings(processSettings, { flags: {}, environment: {}, file });
  if (!settings.ok) throw new ConfigurationError(settings.problems.join('\n'));
  const { logLevel, ...config } = settings.values;
  const output = destination({ fd: 2, sync: true });
  output.on('error', () => {
    // Nobody reads the log any longer: the launcher is gone, and the closed channel ends this process in order.
  });
  const log = pino({ level: logLevel, name: 'tracker', timestamp: pino.stdTimeFunctions.isoTime }, output);
  const tracker = await startTracker(config, { log, events, signal });
  log.info({ urls: tracker.urls }, 'ready');
  return { tracker, log };
}

function readConfiguration(): unknown {
  const text = process.argv[2] ?? '{}';
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigurationError(`the first argument is not JSON: ${(error as Error).message}`);
  }
}

class ConfigurationError extends Error {}
