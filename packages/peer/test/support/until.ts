import { setTimeout as pause } from 'node:timers/promises';

/** Less than a test may take, ms. */
const PATIENCE = 8_000;

/**
 * Waits for a condition, and says what it looked like last when it does not come.
 *
 * @param look answers `true`, or what is the matter still
 */
export const until = async (look: () => true | string | Promise<true | string>): Promise<void> => {
  const end = performance.now() + PATIENCE;
  for (;;) {
    const seen = await look();
    if (seen === true) return;
    if (performance.now() > end) throw new Error(`waited in vain: ${seen}`);
    await pause(5);
  }
};
