import { createHash } from 'node:crypto';
import {
  Bitfield,
  BLOCK_LENGTH,
  concatBytes,
  type EncodableMessage,
  encodeHandshake,
  encodeMessage,
  encodeMetainfo,
  encodePiece,
  type Metainfo,
  type PeerAddress,
  parseMetainfo,
} from '@seedbed/protocol';
import { describe, expect, test } from 'vitest';
import { WireRecord } from '../src/learning/wire-record.ts';
import { fetchPiece } from '../src/wire/fetch-piece.ts';
import { LineEnded } from '../src/wire/peer-line.ts';
import { fakePeer, fakeServer } from './support/fake-peer.ts';

const sha1 = (bytes: Uint8Array): Uint8Array => createHash('sha1').update(bytes).digest();

/** Two pieces of two blocks each, the last block short. */
const content = Uint8Array.from({ length: 4 * BLOCK_LENGTH - 100 }, (_, i) => i * 7 + (i >> 8));
const metainfo: Metainfo = parseMetainfo(
  encodeMetainfo({
    name: 'film',
    pieceLength: 2 * BLOCK_LENGTH,
    pieces: concatBytes([sha1(content.subarray(0, 2 * BLOCK_LENGTH)), sha1(content.subarray(2 * BLOCK_LENGTH))]),
    length: content.length,
  }),
  sha1,
);
const PIECE = 1;

const theirs = encodeHandshake({ infoHash: metainfo.infoHash, peerId: Buffer.from('-XX0000-abcdefghijkl') });
const bitfield = encodeMessage({ type: 'bitfield', bitfield: Bitfield.full(2) });
const say = (type: Extract<EncodableMessage['type'], 'choke' | 'unchoke' | 'keep-alive'>) => encodeMessage({ type });
const block = (index: number): Uint8Array => {
  const begin = index * BLOCK_LENGTH;
  const offset = 2 * BLOCK_LENGTH + begin;
  return encodePiece(PIECE, begin, content.subarray(offset, Math.min(offset + BLOCK_LENGTH, content.length)));
};
const EVERYTHING = [theirs, bitfield, say('unchoke'), block(0), block(1)];

const fetching = (
  address: PeerAddress,
  changes: { timeout?: number; patience?: number; signal?: AbortSignal } = {},
) => {
  const record = new WireRecord();
  const done = fetchPiece({
    metainfo,
    piece: PIECE,
    peerId: Buffer.from('-SE0100-000000000000'),
    address,
    from: undefined,
    timeout: 5_000,
    patience: 5_000,
    signal: new AbortController().signal,
    watcher: record,
    clock: () => 0,
    ...changes,
  });
  return { done, record };
};

const names = ({ entries }: WireRecord): string[] =>
  entries.map((entry) => ('name' in entry ? `${entry.direction === 'sent' ? '>' : '<'} ${entry.name}` : entry.note));

describe('a piece from one peer', () => {
  test('comes with everything that was said', async () => {
    const heard: Buffer[] = [];
    const address = await fakePeer(
      (socket) => socket.write(concatBytes(EVERYTHING)),
      (bytes) => heard.push(bytes),
    );
    const { done, record } = fetching(address);
    const { bytes, from } = await done;
    expect(sha1(bytes)).toEqual(Buffer.from(metainfo.pieceHash(PIECE)));
    expect(Buffer.from(from).toString()).toBe('-XX0000-abcdefghijkl');
    expect(names(record)).toEqual([
      expect.stringMatching(/^connected to /),
      '> handshake',
      '< handshake',
      '< bitfield',
      '> interested',
      '< unchoke',
      '> request',
      '> request',
      // All of it came in one go; what we ask for is settled while it is read.
      '< piece',
      '< piece',
      '> not interested',
      'every block is here: we leave',
    ]);
  });

  test('comes in small parts, through chokes and keep-alives, too', async () => {
    const address = await fakePeer((socket) => {
      const stream = concatBytes([
        theirs,
        say('keep-alive'),
        bitfield,
        say('unchoke'),
        block(0),
        say('choke'),
        say('unchoke'),
        block(1),
      ]);
      // Small writes of their own: TCP may join them, the decoder does not care.
      for (let at = 0; at < stream.length; at += 997) socket.write(stream.subarray(at, at + 997));
    });
    const { bytes } = await fetching(address).done;
    expect(bytes.length).toBe(2 * BLOCK_LENGTH - 100);
    expect(sha1(bytes)).toEqual(Buffer.from(metainfo.pieceHash(PIECE)));
  });
});

describe('a peer that gives no piece is left with the reason', () => {
  const other = encodeHandshake({ infoHash: new Uint8Array(20), peerId: new Uint8Array(20) });
  const lacking = new Bitfield(2);
  lacking.set(0);
  test.each<[string, readonly Uint8Array[], string | RegExp]>([
    [
      'speaks another protocol',
      [Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
      /not a BitTorrent handshake: byte 0 is "H"/,
    ],
    ['answers for another torrent', [other], /^it answers for another torrent, 0{40}$/],
    ['lacks the piece', [theirs, encodeMessage({ type: 'bitfield', bitfield: lacking })], 'it does not have piece 1'],
    ['breaks the protocol', [theirs, bitfield, Uint8Array.of(0, 0, 0, 2, 1, 1)], /message with id 1 of 2 bytes/],
    ['claims a gigantic message', [theirs, Uint8Array.of(255, 255, 255, 255)], /message of 4294967295 bytes/],
    ['has a bitfield with spare bits', [theirs, Uint8Array.of(0, 0, 0, 2, 5, 0xff)], /bit/],
  ])('%s', async (_, said, reason) => {
    const address = await fakePeer((socket) => socket.write(concatBytes(said)));
    const error = await fetching(address).done.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(LineEnded);
    expect((error as Error).message).toMatch(reason);
  });

  test('the bytes that were no handshake or no message are shown', async () => {
    const address = await fakeServer((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'));
    const { done, record } = fetching(address);
    await expect(done).rejects.toThrow(LineEnded);
    expect(record.entries.at(-1)).toMatchObject({ hex: Buffer.from('SSH-2.0-OpenSSH_9.2\r\n').toString('hex') });
  });

  test('closes at once', async () => {
    const address = await fakeServer((socket) => socket.end());
    await expect(fetching(address).done).rejects.toThrow('closed by the other side: it may not have this torrent');
  });

  test('closes in the middle', async () => {
    const address = await fakePeer((socket) => socket.end(concatBytes(EVERYTHING.slice(0, 4))));
    await expect(fetching(address).done).rejects.toThrow('closed by the other side');
  });

  test('never shakes hands', async () => {
    const address = await fakeServer(() => {});
    await expect(fetching(address, { timeout: 30 }).done).rejects.toThrow('no handshake within 30ms');
  });

  test('never unchokes us, however much else it says', async () => {
    const address = await fakePeer((socket) => {
      socket.write(concatBytes([theirs, bitfield]));
      const timer = setInterval(() => socket.write(encodeMessage({ type: 'have', piece: 0 })), 5);
      socket.once('close', () => clearInterval(timer));
    });
    await expect(fetching(address, { patience: 60 }).done).rejects.toThrow('it has not unchoked us for 60ms');
  });

  test('sends blocks that nobody asked for', async () => {
    const address = await fakePeer((socket) =>
      socket.write(concatBytes([theirs, bitfield, block(0), encodePiece(0, 0, block(0).subarray(13))])),
    );
    const { done, record } = fetching(address, { patience: 100 });
    await expect(done).rejects.toThrow('it has not unchoked us for 100ms');
    expect(names(record).filter((name) => name.startsWith('nobody has asked'))).toHaveLength(2);
  });

  test('is not there', async () => {
    const address = await fakeServer(() => {});
    await expect(fetching({ ...address, ip: '127.84.12.2' }).done).rejects.toThrow('nothing listens at 127.84.12.2');
  });
});

test('a wish to leave is granted at any stage', async () => {
  for (const said of [[], [theirs], [theirs, bitfield, say('unchoke')]]) {
    const controller = new AbortController();
    const address = await fakeServer((socket) => {
      socket.write(concatBytes(said));
      socket.on('data', () => controller.abort(new Error('enough')));
    });
    await expect(fetching(address, { signal: controller.signal }).done).rejects.toThrow('enough');
  }
  await expect(
    fetching({ ip: '127.84.12.3', port: 1 }, { signal: AbortSignal.abort(new Error('before')) }).done,
  ).rejects.toThrow('before');
});
