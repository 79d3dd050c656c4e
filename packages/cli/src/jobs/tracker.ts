import { startTracker, type Tracker, type TrackerConfig, TrackerUsageError } from '@seedbed/tracker';
import type { CommandContext } from '../command-context.ts';
import { EXIT, usageProblem } from '../problem.ts';

/** Runs a tracker until it is asked to stop. */
export const tracker = async (settings: TrackerConfig, context: CommandContext): Promise<number> => {
  const running = await start(settings, context);
  const { urls, reload, control } = running;
  if (reload !== undefined) context.interruption.onHangup(() => void reload());
  context.print(`tracker ready: ${urls.join(' ')}${control === undefined ? '' : `, control ${control}`}`);
  await context.interruption.wait();
  await running.close();
  return EXIT.ok;
};

const start = async (settings: TrackerConfig, context: CommandContext): Promise<Tracker> => {
  try {
    return await startTracker(settings, { log: await context.log('warn') });
  } catch (error) {
    throw error instanceof TrackerUsageError ? usageProblem(error.message) : error;
  }
};
