import { describe, expect, it } from 'vitest';
import { fileTorrent, someBytes } from './support/content.ts';
import { daemonAt } from './support/daemons.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { until } from './support/until.ts';

const PEERS = 50;
/** Two seconds on a machine that is idle; 2,450 dials take their time on one that is not. ms */
const PATIENCE = 50_000;
const film = fileTorrent('film', someBytes(16_384), 16_384);

describe('fifty peers that all dial each other at the same moment', () => {
  it('keep exactly one connection for each pair, the same one at both ends', async () => {
    const peers = await Promise.all(
      Array.from({ length: PEERS }, async (_, i) => {
        const { daemon, events } = await daemonAt(`127.87.1.${i + 1}`, { engine: { maxHalfOpen: PEERS } });
        const torrent = await daemon.add(film, { dir: temporaryFolder() });
        const started = events.find((event) => event.type === 'peer-started');
        return { daemon, torrent, id: started?.peerId ?? '' };
      }),
    );
    const addresses = peers.map(({ daemon }) => daemon.listen);
    for (const { torrent } of peers) torrent.addPeers(addresses);

    // Every socket that is left belongs to a pair, and there are no others under way. One that is not done is enough to know:
    // all of them share a processor with the one who looks.
    await until(() => {
      for (const { daemon, torrent } of peers) {
        const { connections } = daemon.usage();
        if (connections !== PEERS - 1) return `${connections} sockets`;
        if (torrent.peers().length !== PEERS - 1) return `${torrent.peers().length} peers`;
      }
      return true;
    }, PATIENCE);
    const ends = new Set(
      peers.flatMap(({ id, torrent }) =>
        torrent.peers().map(({ remote, direction }) =>
          // Written as the end that dialled would write it.
          JSON.stringify(direction === 'outgoing' ? [id, remote] : [remote, id]),
        ),
      ),
    );
    // Two ends that agree on who dialled make one of these.
    expect(ends.size).toBe((PEERS * (PEERS - 1)) / 2);
  }, 60_000);
});
