import { join } from 'node:path';
import type { Client, Job, RunningClient } from '../client.ts';
import { ask, startForeign } from '../foreign-program.ts';
import { endProgram, lastWords } from '../program.ts';

/** The interpreter that Debian's bindings belong to; another one that comes first in the path does not find them. */
const PYTHON = '/usr/bin/python3';

const PROGRAM = join(import.meta.dirname, '../programs/libtorrent-peer.py');

const start = async ({ torrent, dir, ip }: Job): Promise<RunningClient> => {
  const program = startForeign(PYTHON, [PROGRAM, torrent, dir, ip.includes(':') ? `[${ip}]` : ip]);
  return {
    missing: () => (/^complete$/m.test(program.stdout) ? undefined : lastWords(program)),
    stop: () => endProgram(program),
  };
};

/** libtorrent (rasterbar), which many graphical clients are built on, through its Python bindings. */
export const libtorrent: Client = {
  name: 'libtorrent',
  network: 'loopback',
  dials: true,
  find: () => {
    const version = ask(PYTHON, '-c', 'import libtorrent; print(libtorrent.__version__)');
    return version === undefined ? { obstacle: 'python3-libtorrent is not installed' } : { version };
  },
  startSeed: start,
  startLeech: start,
};
