import {
  Bitfield,
  encodeHandshake,
  encodeMessage,
  encodePiece,
  frameLength,
  type PeerMessage,
} from '@seedbed/protocol';
import { expect, test } from 'vitest';
import { bitfieldPicture } from '../src/learning/bitfield-picture.ts';
import { WirePrinter } from '../src/learning/wire-printer.ts';
import { WireRecord } from '../src/learning/wire-record.ts';
import { plainPage } from './support/page.ts';

const handshake = {
  reserved: Uint8Array.of(0, 0, 0, 0, 0, 0x10, 0, 0x05),
  infoHash: new Uint8Array(20).fill(0xab),
  peerId: Buffer.from('-TR4050-abcdefghijkl'),
};

const printed = (columns = 80): { printer: WirePrinter; lines: string[] } => {
  const lines: string[] = [];
  return { printer: new WirePrinter(plainPage(columns), (line) => lines.push(line)), lines };
};

const frame = (message: PeerMessage, bytes: Uint8Array) => ({
  message,
  length: frameLength(message),
  head: bytes.subarray(0, 96),
});

const request = { type: 'request', piece: 3, begin: 16384, length: 16384 } as const;

test('a handshake, byte group by byte group; the second one without explanations', () => {
  const { printer, lines } = printed();
  printer.handshake('sent', handshake, encodeHandshake(handshake), 1.4);
  expect(lines.join('\n')).toBe(
    `
    +1ms → handshake  68 bytes  who is there, and for which torrent (BEP 3)
      0  13                       name length  19  bytes of the name
      1  42 69 74 54 6f 72 72 65  name         BitTorrent protocol
      9  6e 74 20 70 72 6f 74 6f               of the protocol
     17  63 6f 6c
     20  00 00 00 00 00 10 00 05  reserved     extension protocol (BEP 10,
                                               byte 5 bit 0x10),
                                               fast extension (BEP 6,
                                               byte 7 bit 0x04), DHT (BEP 5,
                                               byte 7 bit 0x01)
                                               offered extensions, a bit each
                                               (BEP 4)
     28  ab ab ab ab ab ab ab ab  info_hash    abababababababababababababababababa
     36  ab ab ab ab ab ab ab ab               bababab
     44  ab ab ab ab                           which torrent: SHA-1 of its info
     48  2d 54 52 34 30 35 30 2d  peer_id      -TR4050-abcdefghijkl,
     56  61 62 63 64 65 66 67 68               Transmission 4.0.5
     64  69 6a 6b 6c                           client, then random bytes
                                               (BEP 20)`
      .slice(1)
      .replace('abababababababababababababababababa\n', `${'ab'.repeat(16)}a\n`),
  );
  const first = lines.length;
  printer.handshake('received', handshake, encodeHandshake(handshake), 20);
  const second = lines.slice(first).join('\n');
  expect(second).toContain('   +20ms ← handshake  68 bytes\n      0  13');
  expect(second).not.toContain('bytes of the name');
});

test('the first message of a kind in full, the next ones in brief', () => {
  const { printer, lines } = printed();
  printer.message('sent', frame(request, encodeMessage(request)), 5);
  const next = { ...request, begin: 32768 };
  printer.message('sent', frame(next, encodeMessage(next)), 6);
  printer.message('received', frame({ type: 'keep-alive' }, encodeMessage({ type: 'keep-alive' })), 7);
  printer.message('received', frame({ type: 'keep-alive' }, encodeMessage({ type: 'keep-alive' })), 8);
  const block = new Uint8Array(100).fill(0xee);
  const piece = { type: 'piece', piece: 3, begin: 0, length: 100 } as const;
  printer.message('received', frame(piece, encodePiece(3, 0, block)), 9);
  printer.message('received', frame(piece, encodePiece(3, 0, block)), 10);
  expect(lines.join('\n')).toBe(
    `
    +5ms → request  17 bytes  send me this block (BEP 3)
      0  00 00 00 0d  length prefix  13  bytes that follow
      4  06           id             6, request  the kind of message
      5  00 00 00 03  piece          3  which piece, counted from 0
      9  00 00 40 00  begin          16384  where in the piece, bytes
     13  00 00 40 00  length         16384  bytes: a block of 16 KiB
    +6ms → request  piece 3, begin 32768, length 16384  17 bytes
         0000000d 06 00000003 00008000 00004000
    +7ms ← keep alive  4 bytes  I am still here (BEP 3)
      0  00 00 00 00  length prefix  0  nothing follows
    +8ms ← keep alive  4 bytes
         00000000
    +9ms ← piece  113 bytes  a block that you asked for (BEP 3)
      0  00 00 00 6d              length prefix  109  bytes that follow
      4  07                       id             7, piece  the kind of message
      5  00 00 00 03              piece          3  which piece, counted from 0
      9  00 00 00 00              begin          0  where in the piece, bytes
     13  ee ee ee ee ee ee ee ee  block          100 bytes  the content itself
     21  ee ee ee ee ee ee ee ee
     29  ee ee ee ee ee ee ee ee
     37  ee ee ee ee ee ee ee ee
     45  ee ee ee ee ee ee ee ee
     53  ee ee ee ee ee ee ee ee
     61  ee ee ee ee ee ee ee ee
     69  ee ee ee ee ee ee ee ee
     77  ee ee ee ee ee ee ee ee
     85  ee ee ee ee ee ee ee ee
     93  ee ee ee
         … 17 more
   +10ms ← piece  piece 3, begin 0, block 100 bytes  113 bytes
         0000006d 07 00000003 00000000 eeeeeeeeeeeeeeee eeeeeeeeeeeeeeee
         eeeeeeeeeeeeeeee eeeeeeeeeeeeeeee eeeeeeeeeeeeeeee eeeeeeeeeeeeeeee
         eeeeeeeeeeeeeeee eeeeeeeeeeeeeeee eeeeeeeeeeeeeeee eeeeeeeeeeeeeeee
         eeeeee … 17 bytes more`.slice(1),
  );
});

test('a bitfield has a picture', () => {
  const { printer, lines } = printed();
  const bitfield = new Bitfield(12);
  for (const piece of [0, 2, 11]) bitfield.set(piece);
  printer.message('received', frame({ type: 'bitfield', bitfield }, encodeMessage({ type: 'bitfield', bitfield })), 0);
  expect(lines.at(-2)).toContain('a0 10');
  expect(lines.at(-2)).toContain('3 of 12 pieces');
  expect(lines.at(-1)).toBe('         █░█░░░░░░░░█');
});

test('a picture of many pieces has few rows, whose shades say how many of a cell are there', () => {
  const bitfield = new Bitfield(100);
  for (let piece = 0; piece < 5; piece++) bitfield.set(piece);
  bitfield.set(99);
  expect(bitfieldPicture(bitfield, 5)).toEqual({ rows: ['█░░░░', '░░░░░', '░░░░░', '░░░░▒'], perCell: 5 });
  expect(bitfieldPicture(Bitfield.full(3), 10)).toEqual({ rows: ['███'], perCell: 1 });
  const half = new Bitfield(8);
  for (const piece of [0, 1, 2, 4]) half.set(piece);
  expect(bitfieldPicture(half, 1)).toEqual({
    rows: ['█', '▓', '▓', '░'].map((row, i) => (i === 2 ? '▓' : row)),
    perCell: 2,
  });
});

test('what is no message is shown with the reason, and no text steers the terminal', () => {
  const { printer, lines } = printed();
  printer.rubbish(Buffer.from('HTTP/1.1 400 \u001b[1m'), 'not a handshake', 3);
  printer.note('he said \u001b[2J', 4);
  expect(lines).toEqual([
    '    +3ms ✗ not a handshake',
    '         48 54 54 50 2f 31 2e 31 20 34 30 30 20 1b 5b 31  HTTP/1.1 400 .[1',
    '         6d                                               m',
    '    +4ms he said ?[2J',
  ]);
});

test('nobody fills the screen for ever', () => {
  const { printer, lines } = printed();
  const have = { type: 'have', piece: 1 } as const;
  for (let i = 0; i < 6_000; i++) printer.message('received', frame(have, encodeMessage(have)), i);
  expect(lines.at(-1)).toContain('more than 5000 messages: no more are shown');
});

test.each([60, 80, 140])('nothing is wider than %d columns', (columns) => {
  const { printer, lines } = printed(columns);
  printer.handshake('sent', { ...handshake, reserved: new Uint8Array(8).fill(255) }, encodeHandshake(handshake), 1);
  const bitfield = Bitfield.full(5_000);
  printer.message('received', frame({ type: 'bitfield', bitfield }, encodeMessage({ type: 'bitfield', bitfield })), 0);
  for (let i = 0; i < 2; i++)
    printer.message(
      'received',
      frame(
        { type: 'piece', piece: 2 ** 32 - 1, begin: 2 ** 32 - 1, length: 131_072 },
        encodePiece(0, 0, new Uint8Array(200)),
      ),
      9e9,
    );
  printer.note('x'.repeat(300), 5);
  printer.rubbish(new Uint8Array(40), 'no message, whatever it may be '.repeat(5), 6);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
});

test('a record keeps what a program needs', () => {
  const record = new WireRecord();
  record.note('connected', 0.12345);
  record.message('sent', frame(request, encodeMessage(request)), 5);
  record.rubbish(Uint8Array.of(1, 2), 'no message', 6);
  expect(record.entries).toMatchObject([
    { t: 0.123, note: 'connected' },
    { t: 5, direction: 'sent', name: 'request', length: 17, hex: '0000000d06000000030000400000004000' },
    { t: 6, note: 'no message', hex: '0102' },
  ]);
  for (let i = 0; i < 20_000; i++) record.note('again', i);
  expect([record.entries.length, record.omitted]).toEqual([20_000, 3]);
});
