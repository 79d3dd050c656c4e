import { setTimeout as pause } from 'node:timers/promises';

/** Less than a test may take, ms. */
const PATIENCE = 8_000;

/**
 * Waits for a condition, and says what it looked like last when it does not come.
 *
 * @param look answers `true`, or what is the matter still
 * @param patience ms; a test that asks a lot of a busy machine has more
 */
export const until = async (
  look: () => true | string | Promise<true | string>,
  patience: number = PATIENCE,
): Promise<void> => {
  const end = performance.now() + patience;
  for (;;) {
    const seen = await look();
    if (seen === true) return;
    if (performance.now() > end) throw new Error(`waited in vain: ${seen}`);
    await pause(5);
  }
};
