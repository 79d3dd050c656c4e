import { setTimeout as wait } from 'node:timers/promises';
import type { Program } from './program.ts';

/** Ends programs in order: asks them to leave, and kills those that are still there after `patience` ms. */
export const stopPrograms = async (programs: readonly Program[], patience: number): Promise<void> => {
  if (programs.length === 0) return;
  const allGone = Promise.all(programs.map(({ gone }) => gone));
  for (const program of programs) program.signal('SIGTERM');
  const done = new AbortController();
  const late = wait(patience, true, { signal: done.signal }).catch(() => false);
  const outOfPatience = await Promise.race([allGone.then(() => false), late]);
  done.abort();
  if (outOfPatience) for (const program of programs) program.signal('SIGKILL');
  await allGone;
};
