import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY_MS = 25;

/**
 * Waits until `whatIsMissing` answers undefined. Everything else it answers is the reason why it is not true yet, and
 * the last one is told when the time is over.
 */
export const waitUntil = async (
  whatIsMissing: () => string | undefined | Promise<string | undefined>,
  withinMs = 30_000,
): Promise<void> => {
  const end = performance.now() + withinMs;
  for (;;) {
    const reason = await whatIsMissing();
    if (reason === undefined) return;
    if (performance.now() > end) throw new Error(`not within ${withinMs} ms: ${reason}`);
    await pause(LOOK_EVERY_MS);
  }
};
