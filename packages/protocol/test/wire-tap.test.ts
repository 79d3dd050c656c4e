import {
  Bitfield,
  concatBytes,
  encodeMessage,
  encodePiece,
  frameLength,
  type PeerMessage,
  type WireFrame,
  WireTap,
} from '@seedbed/protocol';
import { describe, expect, test } from 'vitest';
import { counting } from './support/bytes.ts';
import { RecordingSink } from './support/recording-sink.ts';
import { thrown } from './support/thrown.ts';

const PIECES = 12;
const bitfield = Bitfield.fromBytes(Uint8Array.of(0xa0, 0x10), PIECES);

const EVERYTHING: readonly [PeerMessage, Uint8Array][] = [
  [{ type: 'bitfield', bitfield }, encodeMessage({ type: 'bitfield', bitfield })],
  [{ type: 'keep-alive' }, encodeMessage({ type: 'keep-alive' })],
  [{ type: 'unchoke' }, encodeMessage({ type: 'unchoke' })],
  [{ type: 'piece', piece: 3, begin: 0, length: 200 }, encodePiece(3, 0, counting(200))],
  [{ type: 'unknown', id: 20, length: 150 }, Uint8Array.of(0, 0, 0, 151, 20, ...counting(150))],
  [{ type: 'have', piece: 11 }, encodeMessage({ type: 'have', piece: 11 })],
  [{ type: 'unknown', id: 14, length: 0 }, Uint8Array.of(0, 0, 0, 1, 14)],
  [{ type: 'piece', piece: 0, begin: 5, length: 1 }, encodePiece(0, 5, Uint8Array.of(9))],
  [
    { type: 'request', piece: 1, begin: 2, length: 3 },
    encodeMessage({ type: 'request', piece: 1, begin: 2, length: 3 }),
  ],
];
const STREAM = concatBytes(EVERYTHING.map(([, bytes]) => bytes));
const FRAMES: readonly WireFrame[] = EVERYTHING.map(([message, bytes]) => ({
  message,
  length: bytes.length,
  head: bytes.slice(0, 96),
}));

const tapped = (chunks: readonly Uint8Array[]): { frames: WireFrame[]; sink: RecordingSink } => {
  const frames: WireFrame[] = [];
  const sink = new RecordingSink();
  const tap = new WireTap({ pieceCount: PIECES }, sink, (frame) => frames.push(frame));
  for (const chunk of chunks) tap.push(chunk);
  return { frames, sink };
};

describe('each message comes with its bytes', () => {
  test('whole, in two at every byte, and byte by byte', () => {
    const whole = tapped([STREAM]);
    expect(whole.frames).toEqual(FRAMES);
    for (let cut = 0; cut <= STREAM.length; cut += 1) {
      const { frames, sink } = tapped([STREAM.subarray(0, cut), STREAM.subarray(cut)]);
      expect(frames).toEqual(FRAMES);
      expect(sink.found).toEqual(whole.sink.found);
    }
    expect(tapped(Array.from(STREAM, (byte) => Uint8Array.of(byte))).frames).toEqual(FRAMES);
  });

  test('once all of it is in, and not before', () => {
    const [, bytes] = EVERYTHING[4] ?? [];
    if (bytes === undefined) throw new Error('no message');
    expect(tapped([bytes.subarray(0, -1)]).frames).toEqual([]);
    expect(tapped([bytes.subarray(0, -1), bytes.subarray(-1)]).frames).toHaveLength(1);
  });
});

test('lengths are those of the wire', () => {
  for (const [message, bytes] of EVERYTHING) expect(frameLength(message)).toBe(bytes.length);
});

test('bytes that break the protocol are there to be shown', () => {
  const tap = new WireTap({ pieceCount: PIECES }, new RecordingSink(), () => {});
  expect(thrown(() => tap.push(Uint8Array.of(0, 0, 0, 1, 1, 0, 0, 0, 3, 4, 9, 9)))).toMatchObject({
    code: 'wrong-length',
  });
  expect([...tap.unfinished]).toEqual([0, 0, 0, 3, 4, 9, 9]);
});

test('nothing comes after a stop, wherever it was asked for', () => {
  for (const stopAt of [1, 3, 4]) {
    const frames: WireFrame[] = [];
    const sink = new RecordingSink();
    const tap: WireTap = new WireTap({ pieceCount: PIECES }, sink, (frame) => {
      frames.push(frame);
      if (frames.length === stopAt) tap.stop();
    });
    tap.push(STREAM);
    tap.push(STREAM);
    expect(frames).toEqual(FRAMES.slice(0, stopAt));
    expect(sink.found.length).toBeLessThan(stopAt + 1);
  }
});
