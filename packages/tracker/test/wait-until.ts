import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY = 10;
const PATIENCE = 20_000;

/** Waits until `whatIsMissing` answers undefined; the last reason is told when that takes too long. */
export async function waitUntil(whatIsMissing: () => string | undefined | Promise<string | undefined>): Promise<void> {
  const end = performance.now() + PATIENCE;
  for (;;) {
    const reason = await whatIsMissing();
    if (reason === undefined) return;
    if (performance.now() > end) throw new Error(`not within ${PATIENCE} ms: ${reason}`);
    await pause(LOOK_EVERY);
  }
}
