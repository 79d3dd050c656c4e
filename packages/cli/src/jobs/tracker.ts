import { startTracker, type TrackerConfig } from '@seedbed/tracker';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../problem.ts';

/** Runs a tracker until it is asked to stop. */
export const tracker = async (settings: TrackerConfig, context: CommandContext): Promise<number> => {
  const running = await startTracker(settings, { log: await context.log('warn') });
  context.print(`tracker ready: ${running.urls.join(' ')}`);
  await context.interruption.wait();
  await running.close();
  return EXIT.ok;
};
