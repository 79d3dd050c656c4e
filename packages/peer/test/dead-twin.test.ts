import { Bitfield, BLOCK_LENGTH, encodeMessage, encodePiece } from '@seedbed/protocol';
import { describe, expect, it } from 'vitest';
import { AttackingPeer } from './support/attacking-peer.ts';
import { fileTorrent, someBytes } from './support/content.ts';
import { daemonAt } from './support/daemons.ts';
import { seedByHand } from './support/peer-by-hand.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { until } from './support/until.ts';

const PIECE = 16 * BLOCK_LENGTH;
const CONTENT = someBytes(4 * PIECE);
const torrent = fileTorrent('film', CONTENT, PIECE);

describe('a peer that has lost its connection while a download limit keeps us from reading it', () => {
  it('is let in again: what is sent on the old connection breaks it', async () => {
    // A connection that we opened to a greater peer id is the one to be kept: a living twin is refused for it.
    const peerId = new Uint8Array(20).fill(255);
    const seed = await seedByHand('127.85.1.1', torrent, CONTENT, { peerId });
    // A minute and a quarter for what is asked for at first, and no end of the connection is seen before.
    const leech = await daemonAt('127.85.1.2', { downloadLimit: 1024 });
    await leech.daemon.add(torrent, { dir: temporaryFolder(), connect: [seed.address] });
    const connections = (): string[] =>
      leech.events.flatMap((event) => (event.type === 'connected' ? [event.direction] : []));
    await until(() => leech.daemon.status()[0]?.downloaded !== 0 || 'nothing was downloaded');
    expect(connections()).toEqual(['outgoing']);
    seed.leave();

    await until(async () => {
      const again = await AttackingPeer.greet(leech.daemon.listen, torrent, { from: '127.85.1.1', peerId });
      await until(() => again.isClosed || connections().length > 1 || 'neither let in nor sent away');
      return connections().length > 1 || 'sent away again';
    });
    expect(connections()).toEqual(['outgoing', 'incoming']);
  });
});

describe('a peer that gave up dialling us a second time', () => {
  it('keeps the connection that works: nothing has come over the other one', async () => {
    const peerId = new Uint8Array(20).fill(255);
    const { daemon, events } = await daemonAt('127.85.3.1');
    await daemon.add(torrent, { dir: temporaryFolder() });
    const works = await AttackingPeer.greet(daemon.listen, torrent, { from: '127.85.3.2', peerId });
    const bitfield = new Bitfield(4);
    bitfield.set(0);
    await works.say({ type: 'bitfield', bitfield });
    await works.hears('interested');
    for (let times = 1; times <= 3; times++) {
      const givenUp = await AttackingPeer.greet(daemon.listen, torrent, { from: '127.85.3.2', peerId });
      givenUp.socket.destroy();
      await until(() => {
        const ended = events.filter(({ type }) => type === 'disconnected').length;
        return ended === times || `${ended} connections have ended, not ${times}`;
      });
    }
    await works.send(encodeMessage({ type: 'unchoke' }));
    await works.hears('request');
    expect(works.isClosed).toBe(false);
  });
});

describe('a peer of which a stranger uses the name', () => {
  it('keeps its connection', async () => {
    const peerId = new Uint8Array(20).fill(255);
    const victim = await daemonAt('127.85.2.1');
    await victim.daemon.add(torrent, { dir: temporaryFolder() });
    const honest = await AttackingPeer.greet(victim.daemon.listen, torrent, { from: '127.85.2.2', peerId });
    const bitfield = new Bitfield(4);
    bitfield.set(0);
    await honest.say({ type: 'bitfield', bitfield });
    await honest.hears('interested');
    for (let times = 0; times < 3; times++) {
      const stranger = await AttackingPeer.greet(victim.daemon.listen, torrent, { from: '127.85.2.3', peerId });
      await until(() => stranger.isClosed || 'the stranger is let in');
    }
    await honest.send(encodeMessage({ type: 'unchoke' }));
    await honest.hears('request');
    await honest.send(encodePiece(0, 0, CONTENT.subarray(0, BLOCK_LENGTH)));
    await until(() => victim.daemon.usage().downloaded === BLOCK_LENGTH || 'the block did not come');
    expect(honest.isClosed).toBe(false);
  });
});
