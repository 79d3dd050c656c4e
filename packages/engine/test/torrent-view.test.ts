import { describe, expect, it } from 'vitest';
import { TorrentBench } from './torrent-bench.ts';

describe('what an engine shows to people', () => {
  it('is each connection with its flags, its progress, and the requests of both sides', () => {
    const bench = new TorrentBench({ have: '*   ', blocks: 4 });
    bench.connectGiver(1, ' ** ');
    bench.connect(2, { direction: 'outgoing', ip: '127.0.0.9', port: 7000 });
    bench.tell(2, 'interested');
    for (const block of [0, 1, 2, 3]) bench.ask(2, 0, block);
    bench.tell(2, { type: 'unknown', id: 20, length: 1 });
    bench.give(1, 1, 0);
    expect(bench.torrent.peers(bench.now)).toMatchObject([
      {
        remote: '-XX0000-000000000001',
        direction: 'incoming',
        amChoking: true,
        amInterested: true,
        peerChoking: false,
        peerInterested: false,
        snubbed: false,
        downloaded: 16_384,
        uploaded: 0,
        have: 2,
        requestsWaiting: 0,
      },
      {
        address: { ip: '127.0.0.9', port: 7000 },
        direction: 'outgoing',
        amChoking: false,
        peerInterested: true,
        have: 0,
        requestsInFlight: 0,
        // Two of the four blocks are handed over at once.
        requestsWaiting: 2,
        unknownMessages: 1,
      },
    ]);
    expect(bench.torrent.peers(bench.now)[0]?.requestsInFlight).toBe(5);
    expect(bench.torrent.peers(bench.now)[0]?.downloadRate).toBeGreaterThan(0);
  });

  it('is the availability of the pieces, seeds counted', () => {
    const bench = new TorrentBench({ have: '*   ' });
    bench.connect(1, { holds: ' ** ' });
    bench.connect(2, { holds: '****' });
    bench.tell(1, { type: 'have', piece: 3 });
    expect(bench.torrent.availability(0, 4)).toEqual([1, 2, 2, 2]);
    expect(bench.torrent.availability(1, 3)).toEqual([2, 2]);
    bench.disconnect(2);
    expect(bench.torrent.availability(0, 4)).toEqual([0, 1, 1, 1]);
  });

  it('is how far each started piece has come', () => {
    const bench = new TorrentBench({ have: ' ', blocks: 8 });
    expect(bench.torrent.startedPieces()).toEqual([]);
    bench.connectGiver(1, '*');
    bench.give(1, 0, 0);
    bench.tell(1, 'choke');
    expect(bench.torrent.startedPieces()).toEqual([{ piece: 0, blocks: 8, received: 1, requested: 0 }]);
    bench.tell(1, 'unchoke');
    expect(bench.torrent.startedPieces()).toMatchObject([{ received: 1, requested: 5 }]);
  });

  it('is told in more or fewer events when somebody wants it so', () => {
    const bench = new TorrentBench({ have: '  ', blocks: 2, eventLevel: 'peer' });
    bench.connect(1, { holds: '* ' });
    bench.torrent.setEventLevel('block');
    bench.tell(1, 'unchoke');
    expect([bench.events('connected').length, bench.events('request').length]).toEqual([0, 2]);
    bench.torrent.setEventLevel('piece');
    bench.give(1, 0, 0);
    expect(bench.events('block')).toEqual([]);
  });
});
