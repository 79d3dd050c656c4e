import { startTracker, type Tracker, type TrackerConfig, TrackerFileError, TrackerUsageError } from '@seedbed/tracker';
import type { CommandContext } from '../command-context.ts';
import { EXIT, failure, usageProblem } from '../problem.ts';

/** Runs a tracker until it is asked to stop. */
export const tracker = async (settings: TrackerConfig, context: CommandContext): Promise<number> => {
  const { interruption, print } = context;
  const log = await context.log('warn');
  // A tracker that is still starting reads its lists again once it has started.
  let wasHungUp = false;
  let reload = async (): Promise<void> => {
    wasHungUp = true;
  };
  interruption.onHangup(() => void reload());
  try {
    const running = await startTracker(settings, { log, signal: interruption.signal });
    reload = () => reloadLists(running, log);
    if (wasHungUp) await reload();
    const { urls, control } = running;
    print(`tracker ready: ${urls.join(' ')}${control === undefined ? '' : `, control ${control}`}`);
    await interruption.wait();
    await running.close();
  } catch (error) {
    if (error instanceof TrackerUsageError) throw usageProblem(error.message);
    // That it was asked to stop is no reason to keep quiet about what is lost.
    if (error instanceof TrackerFileError) throw failure(error.message, error);
    // A start that was given up; its workers may have been asked too, and were gone before they were ready.
    if (!interruption.signal.aborted) throw error;
  }
  return EXIT.ok;
};

/** A service is not ended by SIGHUP: whoever sends it to all services of a machine has files read again. */
const reloadLists = async ({ reload }: Tracker, log: Awaited<ReturnType<CommandContext['log']>>): Promise<void> => {
  if (reload === undefined) log.info({}, 'SIGHUP: there is no file to read or to open again');
  else await reload();
};
