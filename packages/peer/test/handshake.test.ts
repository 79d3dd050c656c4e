import { connect, type Socket } from 'node:net';
import { encodeHandshake, HANDSHAKE_LENGTH, HandshakeDecoder } from '@seedbed/protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { defaultDaemonLimits } from '../src/daemon-options.ts';
import { fileTorrent, someBytes } from './support/content.ts';
import { daemonAt } from './support/daemons.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { until } from './support/until.ts';

const PIECE = 16_384;
const TORRENT = fileTorrent('film', someBytes(PIECE), PIECE);
const OUR_ADDRESS = '127.83.4.2';
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

/** Shakes hands with a daemon at `ip` by way of `host`; answers the daemon and all that it sent. */
const shakeHands = async (ip: string, host: string, reserved: Uint8Array) => {
  const told = await daemonAt(ip);
  await told.daemon.add(TORRENT, { dir: temporaryFolder() });
  const socket = connect({ host, port: told.daemon.listen.port, localAddress: OUR_ADDRESS });
  sockets.push(socket);
  const chunks: Buffer[] = [];
  socket.on('error', () => {}).on('data', (bytes) => chunks.push(bytes));
  const { infoHash } = TORRENT;
  socket.write(encodeHandshake({ infoHash, peerId: new Uint8Array(20).fill(66), reserved }));
  await until(() => told.events.some(({ type }) => type === 'connected') || 'no connection was told of');
  await until(() => Buffer.concat(chunks).length >= HANDSHAKE_LENGTH || 'no answer');
  return { ...told, answer: Buffer.concat(chunks) };
};

describe('a handshake', () => {
  it('with every reserved bit set is taken, and none of them is echoed', async () => {
    const { answer } = await shakeHands('127.83.4.1', '127.83.4.1', new Uint8Array(8).fill(0xff));
    const decoder = new HandshakeDecoder();
    decoder.push(answer);
    expect(decoder.handshake?.reserved).toEqual(new Uint8Array(8));
  });

  it('over IPv4 to a socket of both families comes from an address of IPv4', async () => {
    const { events } = await shakeHands('::', '127.83.4.3', new Uint8Array(8));
    const addresses = events.flatMap((event) => (event.type === 'connected' ? [event.address] : []));
    expect(addresses).toEqual([expect.stringMatching(/^127\.83\.4\.2:\d+$/)]);
  });

  it('is waited for 10 s', () => {
    expect(defaultDaemonLimits.handshakeTimeout).toBe(10_000);
  });
});
