import { startTracker, type TrackerConfig, TrackerStartError } from '@seedbed/tracker';
import type { CommandContext } from '../command-context.ts';
import { EXIT, usageProblem } from '../problem.ts';

/** Runs a tracker until it is asked to stop. */
export const tracker = async (settings: TrackerConfig, context: CommandContext): Promise<number> => {
  const running = await startTracker(settings, { log: await context.log('warn') }).catch((error: unknown) => {
    const misspelt = error instanceof TrackerStartError && error.code === 'store-address';
    throw misspelt ? usageProblem(error.message) : error;
  });
  context.print(`tracker ready: ${running.url}`);
  await context.interruption.wait();
  await running.close();
  return EXIT.ok;
};
