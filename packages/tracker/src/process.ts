import { readSettings } from '@seedbed/settings';
import { destination, pino } from 'pino';
import { startTracker, type Tracker } from './start-tracker.ts';
import { trackerSettings } from './tracker-settings.ts';
import { TrackerStartError } from './tracker-start-error.ts';

/**
 * The tracker as a program of its own, forked by a launcher. Its settings are one JSON object in the first argument, with the
 * keys and the way of writing of a settings file: `{"http": "127.0.0.1:0", "interval": "30s"}`. It sends
 * `{ type: 'ready', url, address }` over the IPC channel, and leaves with status 0 on SIGTERM, on SIGINT, and when the
 * channel closes, which it also does when the launcher is killed. Logs go to standard error.
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
  const tracker = await start();
  process.send?.({ type: 'ready', url: tracker.url, address: tracker.address }, undefined, undefined, () => {
    // An error here means that the launcher is gone: `disconnect` says so too.
  });
  await asked;
  await tracker.close();
}

async function start(): Promise<Tracker> {
  const file = { name: 'the configuration', content: readConfiguration() };
  const settings = readSettings(processSettings, { flags: {}, environment: {}, file });
  if (!settings.ok) throw new ConfigurationError(settings.problems.join('\n'));
  const { logLevel, ...config } = settings.values;
  const output = destination({ fd: 2, sync: true });
  output.on('error', () => {
    // Nobody reads the log any longer: the launcher is gone, and the closed channel ends this process in order.
  });
  const log = pino({ level: logLevel, name: 'tracker' }, output);
  const tracker = await startTracker(config, { log });
  log.info({ url: tracker.url }, 'ready');
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
  if (!(error instanceof TrackerStartError || error instanceof ConfigurationError)) throw error;
  process.stderr.write(`tracker: ${error.message}\n`);
  process.exit(error instanceof ConfigurationError || error.code === 'store-address' ? 2 : 1);
}
