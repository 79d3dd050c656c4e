import { fileURLToPath } from 'node:url';
import { Program } from '../program.mjs';
import { findVersion } from './find-version.mjs';

/** The interpreter that Debian's bindings belong to; another one that comes first in the path does not find them. */
const PYTHON = '/usr/bin/python3';
const PROGRAM = fileURLToPath(new URL('../programs/libtorrent-peer.py', import.meta.url));

export const libtorrent = {
  name: 'libtorrent',
  version: () => findVersion(PYTHON, ['-c', 'import libtorrent; print(libtorrent.__version__)'], /(\S+)/),
  startSeed: async ({ torrent, dir, ip }) => {
    const program = new Program(PYTHON, [PROGRAM, torrent, dir, ip]);
    await program.says(/complete/);
    return program;
  },
  startLeech: ({ torrent, dir, ip, seedIp }) => new Program(PYTHON, [PROGRAM, torrent, dir, ip, seedIp]),
};
