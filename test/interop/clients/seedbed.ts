import { start } from '../../e2e/harness/seedbed.ts';
import type { Client } from '../client.ts';
import { listenAt } from '../network.ts';
import { endProgram, lastWords } from '../program.ts';

/** Ours, by the commands that people use; at home in any network. */
export const seedbed: Pick<Client, 'startSeed' | 'startLeech' | 'leavesWhenComplete'> = {
  leavesWhenComplete: true,
  startSeed: async ({ torrent, ip }) => {
    const program = start(['seed', torrent.replace(/\.torrent$/, ''), '--listen', listenAt(ip)]);
    return { missing: () => lastWords(program), stop: () => endProgram(program) };
  },
  startLeech: async ({ torrent, dir, ip }) => {
    // It leaves with status 0 when everything is there and right.
    const program = start(['get', torrent, '--dir', dir, '--listen', listenAt(ip)]);
    return {
      missing: () => (program.status === 0 ? undefined : lastWords(program)),
      stop: () => endProgram(program),
    };
  },
};
