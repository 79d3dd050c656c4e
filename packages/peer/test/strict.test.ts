import { connect } from 'node:net';
import { concatBytes, encodeHandshake } from '@seedbed/protocol';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fileTorrent, someBytes } from './support/content.ts';
import { daemonAt } from './support/daemons.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { until } from './support/until.ts';

const PIECE = 16_384;
const TORRENT = fileTorrent('film', someBytes(PIECE), PIECE);
/** An id of BEP 10, with a body. */
const UNKNOWN = Uint8Array.of(0, 0, 0, 3, 20, 0, 0);

/** A daemon and a peer that sends two messages of an extension. */
const meet = async (ip: string, strict: boolean) => {
  const told = await daemonAt(ip, { engine: { strict } });
  const torrent = await told.daemon.add(TORRENT, { dir: temporaryFolder() });
  const socket = connect({ host: ip, port: told.daemon.listen.port });
  onTestFinished(() => void socket.destroy());
  let isClosed = false;
  socket
    .on('error', () => {})
    .on('close', () => {
      isClosed = true;
    });
  const { infoHash } = TORRENT;
  const greeting = encodeHandshake({ infoHash, peerId: new Uint8Array(20).fill(66) });
  socket.resume().write(concatBytes([greeting, UNKNOWN, UNKNOWN]));
  return { ...told, torrent, isClosed: () => isClosed };
};

describe('a message that BEP 3 does not know', () => {
  it('is counted', async () => {
    const { torrent, isClosed, warned } = await meet('127.83.5.1', false);
    const counted = (): number => torrent.peers()[0]?.unknownMessages ?? 0;
    await until(() => counted() === 2 || `${counted()} were counted`);
    expect([isClosed(), warned]).toEqual([false, []]);
  });

  it('ends the connection of a strict daemon, which says why', async () => {
    const { isClosed, log } = await meet('127.83.5.2', true);
    await until(() => isClosed() || 'not closed');
    expect(log).toContain('warn closed: it sent a message that BEP 3 does not know');
  });
});
