import { join } from 'node:path';
import type { Client, Job, OddStory, RunningClient } from '../client.ts';
import { startForeign } from '../foreign-program.ts';
import { endProgram, lastWords } from '../program.ts';
import { provided } from '../provided.ts';
import type { Transport } from '../route.ts';

const PROGRAM = join(import.meta.dirname, '../programs/webtorrent-peer.mjs');

/** Its `secure`: 1, with which it comes, takes plain and encrypted connections, and makes encrypted ones only. */
type Secure = 0 | 1;

const start =
  (secure: Secure) =>
  async ({ torrent, dir }: Job): Promise<RunningClient> => {
    const { webtorrent } = provided;
    if ('obstacle' in webtorrent) throw new Error(webtorrent.obstacle);
    const program = startForeign(webtorrent.node, [PROGRAM, webtorrent.module, torrent, dir, `${secure}`]);
    return {
      missing: () => (/^complete$/m.test(program.stdout) ? undefined : lastWords(program)),
      stop: () => endProgram(program),
    };
  };

const oddSeed = (transport: Transport): OddStory => ({
  transport,
  role: 'seed',
  story: 'started completed stopped',
  reason: 'though it was complete when it started, it says completed',
});

const webtorrentWith = (secure: Secure): Client => ({
  name: 'webtorrent',
  network: 'loopback',
  dials: secure === 0,
  unable: { udp6: 'it announces over UDP by a socket of IPv4 alone' },
  oddStories: [oddSeed('http'), oddSeed('udp')],
  find: () => provided.webtorrent,
  startSeed: start(secure),
  startLeech: start(secure),
});

/** webtorrent, the client in JavaScript; here without WebRTC, among peers of plain TCP. */
export const webtorrent: Client = webtorrentWith(1);

/** webtorrent, told to make plain connections. */
export const webtorrentThatDials: Client = { ...webtorrentWith(0), variant: 'with secure: 0' };
