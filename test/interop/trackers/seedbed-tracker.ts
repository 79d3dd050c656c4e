import { start } from '../../e2e/harness/seedbed.ts';
import type { Tracker } from './tracker.ts';

/** Our own, with its defaults. */
export const seedbedTracker: Tracker = {
  name: 'our tracker',
  obstacle: () => undefined,
  start: async (ip) => {
    const program = start(['tracker', '--http', `${ip}:0`]);
    const [, announce = ''] = await program.says(/^tracker ready: (\S+)$/m);
    return { program, announce };
  },
};
