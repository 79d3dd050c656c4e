import type { EventSink } from '@seedbed/events';
import { readSettings } from '@seedbed/settings';
import { destination, pino } from 'pino';
import { openEventPipe } from './events/open-event-pipe.ts';
import { startTracker, type Tracker } from './start-tracker.ts';
import { TrackerFileError } from './tracker-file-error.ts';
import { trackerSettings } from './tracker-settings.ts';
import { TrackerStartError } from './tracker-start-error.ts';
import { TrackerUsageError } from './tracker-usage-error.ts';

/**
 * The tracker as a program of its own, forked by a launcher. Its settings are one JSON object in the first argument, with the
 * keys and the way of writing of a settings file: `{"http": "127.0.0.1:0", "interval": "30s"}`. It sends
 * `{ type: 'ready', url, urls, address, control }` over the IPC channel, and leaves with status 0 on SIGTERM, on SIGINT, and
 * when the channel closes, which it also does when the launcher is killed. SIGHUP has it read its lists again. Announces go
 * as events to descriptor 3, if that is a pipe, and logs to standard error.
 */
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

async function main(): Promise<void> {
  const asked = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve());
    process.on('disconnect', resolve);
    // The launcher may be gone already: then the channel closed while this program was being loaded.
    if (process.send !== undefined && !process.connected) resolve();
  });
  const events = openEventPipe();
  const tracker = await start(events);
  // Without lists the signal means what it always does.
  const { url, urls, address, control, reload } = tracker;
  if (reload !== undefined) process.on('SIGHUP', () => void reload());
  process.send?.({ type: 'ready', url, urls, address, control }, undefined, undefined, () => {
    // An error here means that the launcher is gone: `disconnect` says so too.
  });
  await asked;
  try {
    await tracker.close();
  } finally {
    await events?.close();
  }
}

async function start(events: EventSink | undefined): Promise<Tracker> {
  const file = { name: 'the configuration', content: readConfiguration() };
  const settings = readSettings(processSettings, { flags: {}, environment: {}, file });
  if (!settings.ok) throw new ConfigurationError(settings.problems.join('\n'));
  const { logLevel, ...config } = settings.values;
  const output = destination({ fd: 2, sync: true });
  output.on('error', () => {
    // Nobody reads the log any longer: the launcher is gone, and the closed channel ends this process in order.
  });
  const log = pino({ level: logLevel, name: 'tracker' }, output);
  const tracker = await startTracker(config, { log, events });
  log.info({ urls: tracker.urls }, 'ready');
  return tracker;
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

try {
  await main();
  process.exit(0);
} catch (error) {
  const isUsage = error instanceof ConfigurationError || error instanceof TrackerUsageError;
  if (!(isUsage || error instanceof TrackerStartError || error instanceof TrackerFileError)) throw error;
  process.stderr.write(`tracker: ${error.message}\n`);
  process.exit(isUsage ? 2 : 1);
}
