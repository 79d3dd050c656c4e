import {
  Bitfield,
  concatBytes,
  encodeMessage,
  encodePiece,
  MessageDecoder,
  WireError,
  type WireErrorCode,
} from '@seedbed/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { counting } from './support/bytes.ts';
import { type Recorded, RecordingSink } from './support/recording-sink.ts';
import { thrown } from './support/thrown.ts';

const PIECES = 12;

/** Decodes chunks one after the other and answers what was found. */
function decode(chunks: readonly Uint8Array[], maxBlock = 100): Recorded[] {
  const sink = new RecordingSink();
  const decoder = new MessageDecoder({ pieceCount: PIECES, maxBlock }, sink);
  for (const chunk of chunks) decoder.push(chunk);
  return sink.found;
}

const bitfield = Bitfield.fromBytes(Uint8Array.of(0xa0, 0x10), PIECES);

/** One of each, blocks of several sizes, unknown ids with and without a body. */
const EVERYTHING: readonly [bytes: Uint8Array, found: Recorded][] = [
  [encodeMessage({ type: 'bitfield', bitfield }), { type: 'bitfield', bitfield }],
  [encodeMessage({ type: 'keep-alive' }), { type: 'keep-alive' }],
  [encodeMessage({ type: 'unchoke' }), { type: 'unchoke' }],
  [encodePiece(3, 16384, counting(20)), { type: 'block', piece: 3, begin: 16384, data: [...counting(20)] }],
  [encodeMessage({ type: 'have', piece: 11 }), { type: 'have', piece: 11 }],
  [Uint8Array.of(0, 0, 0, 4, 20, 9, 9, 9), { type: 'unknown', id: 20, length: 3 }],
  [Uint8Array.of(0, 0, 0, 1, 14), { type: 'unknown', id: 14, length: 0 }],
  [encodeMessage({ type: 'interested' }), { type: 'interested' }],
  [encodePiece(0, 0, Uint8Array.of(1)), { type: 'block', piece: 0, begin: 0, data: [1] }],
  [
    encodeMessage({ type: 'request', piece: 1, begin: 2, length: 3 }),
    { type: 'request', piece: 1, begin: 2, length: 3 },
  ],
  [
    encodeMessage({ type: 'cancel', piece: 2 ** 32 - 1, begin: 2 ** 31, length: 5 }),
    { type: 'cancel', piece: 2 ** 32 - 1, begin: 2 ** 31, length: 5 },
  ],
  [encodeMessage({ type: 'choke' }), { type: 'choke' }],
  [encodeMessage({ type: 'not-interested' }), { type: 'not-interested' }],
];
const STREAM = concatBytes(EVERYTHING.map(([bytes]) => bytes));
const FOUND = EVERYTHING.map(([, found]) => found);

describe('however the stream is cut, the same is found', () => {
  test('whole', () => {
    expect(decode([STREAM])).toEqual(FOUND);
  });

  test('in two, at every byte', () => {
    for (let cut = 0; cut <= STREAM.length; cut += 1) {
      expect(decode([STREAM.subarray(0, cut), STREAM.subarray(cut)])).toEqual(FOUND);
    }
  });

  test('byte by byte', () => {
    expect(decode(Array.from(STREAM, (byte) => Uint8Array.of(byte)))).toEqual(FOUND);
  });

  test('any messages, in any chunks', () => {
    const messages = fc.array(fc.constantFrom(...EVERYTHING), { maxLength: 20 });
    fc.assert(
      fc.property(messages, fc.array(fc.integer({ min: 1, max: 60 })), (chosen, sizes) => {
        let rest = concatBytes(chosen.map(([bytes]) => bytes));
        const chunks: Uint8Array[] = [];
        for (const size of sizes) {
          chunks.push(rest.subarray(0, size));
          rest = rest.subarray(size);
        }
        expect(decode([...chunks, rest])).toEqual(chosen.map(([, found]) => found));
      }),
    );
  });
});

describe('payload', () => {
  test('is handed on as views into the chunks, not as copies', () => {
    const chunk = encodePiece(0, 0, counting(50));
    const data: Uint8Array[] = [];
    const sink = { message() {}, blockStart() {}, blockEnd() {}, blockData: (view: Uint8Array) => data.push(view) };
    const decoder = new MessageDecoder({ pieceCount: PIECES }, sink);
    const second = chunk.subarray(33);
    decoder.push(chunk.subarray(0, 33));
    decoder.push(second);
    expect(data.map((view) => view.buffer)).toEqual([chunk.buffer, chunk.buffer]);
    expect(data.map((view) => view.length)).toEqual([20, 30]);
    expect(data[1]).toBe(second);
  });

  test('of a message is not touched when the chunk is used again', () => {
    const chunk = encodeMessage({ type: 'bitfield', bitfield });
    const found = decode([chunk]);
    chunk.fill(0xff);
    expect(found).toEqual([{ type: 'bitfield', bitfield }]);
  });

  test('of 128 KiB passes by default, one byte more does not', () => {
    const block = new Uint8Array(128 * 1024);
    const decoder = new MessageDecoder({ pieceCount: PIECES }, new RecordingSink());
    decoder.push(encodePiece(0, 0, block).subarray(0, 13));
    const longer = new MessageDecoder({ pieceCount: PIECES }, new RecordingSink());
    expect(thrown(() => longer.push(Uint8Array.of(0, 2, 0, 10)))).toMatchObject({ code: 'too-long' });
  });
});

describe('wrong lengths are refused before anything is collected', () => {
  test.each<[string, number[], WireErrorCode]>([
    ['the longest length is not negative', [0xff, 0xff, 0xff, 0xff], 'too-long'],
    ['the sign bit alone', [0x80, 0, 0, 0], 'too-long'],
    ['longer than a block may be', [0, 0, 0, 110], 'too-long'],
    ['choke with a body', [0, 0, 0, 2, 0], 'wrong-length'],
    ['have without its piece', [0, 0, 0, 1, 4], 'wrong-length'],
    ['have that is too long', [0, 0, 0, 6, 4], 'wrong-length'],
    ['request that is too short', [0, 0, 0, 12, 6], 'wrong-length'],
    ['cancel that is too long', [0, 0, 0, 14, 8], 'wrong-length'],
    ['piece without a payload', [0, 0, 0, 9, 7], 'wrong-length'],
    ['piece without a head', [0, 0, 0, 1, 7], 'wrong-length'],
    ['bitfield that is too short', [0, 0, 0, 2, 5], 'bad-bitfield'],
    ['bitfield that is too long', [0, 0, 0, 4, 5], 'bad-bitfield'],
    ['bitfield with a spare bit', [0, 0, 0, 3, 5, 0, 0x08], 'bad-bitfield'],
  ])('%s', (_, bytes, code) => {
    const sink = new RecordingSink();
    const decoder = new MessageDecoder({ pieceCount: PIECES, maxBlock: 100 }, sink);
    decoder.push(Uint8Array.from(bytes.slice(0, -1)));
    const error = thrown(() => decoder.push(Uint8Array.from(bytes.slice(-1))));
    expect(error).toBeInstanceOf(WireError);
    expect(error).toMatchObject({ code });
    decoder.push(encodeMessage({ type: 'choke' }));
    expect(sink.found).toEqual([]);
  });

  test('a bitfield may be longer than any block', () => {
    const large = Bitfield.full(8 * 1024);
    const sink = new RecordingSink();
    const decoder = new MessageDecoder({ pieceCount: large.length, maxBlock: 10 }, sink);
    const bytes = encodeMessage({ type: 'bitfield', bitfield: large });
    decoder.push(bytes.subarray(0, 500));
    decoder.push(bytes.subarray(500));
    expect(sink.found).toEqual([{ type: 'bitfield', bitfield: large }]);
    expect(thrown(() => decoder.push(Uint8Array.of(0, 0, 0, 20, 7)))).toMatchObject({ code: 'too-long' });
  });
});

describe('stop', () => {
  test('from any call of the sink: no further call is made, not even in the same chunk', () => {
    let calls = Number.POSITIVE_INFINITY;
    for (let stopAfter = 1; stopAfter < calls; stopAfter += 1) {
      const sink = new RecordingSink();
      const decoder = new MessageDecoder({ pieceCount: PIECES, maxBlock: 100 }, sink);
      let made = 0;
      sink.onCall = () => {
        made += 1;
        if (made === stopAfter) decoder.stop();
      };
      decoder.push(STREAM);
      decoder.push(STREAM);
      if (made < stopAfter) calls = made;
      expect(made).toBe(Math.min(stopAfter, made));
    }
    expect(calls).toBe(2 * (FOUND.length + 2 * 2));
  });

  test('from outside: later bytes are ignored, wrong ones too', () => {
    const sink = new RecordingSink();
    const decoder = new MessageDecoder({ pieceCount: PIECES }, sink);
    decoder.push(STREAM.subarray(0, 20));
    const before = sink.found.length;
    decoder.stop();
    decoder.push(STREAM.subarray(20));
    decoder.push(Uint8Array.of(0xff, 0xff, 0xff, 0xff));
    expect(sink.found.length).toBe(before);
  });

  test('what a sink throws comes out, and the decoder is stopped', () => {
    const sink = new RecordingSink();
    const decoder = new MessageDecoder({ pieceCount: PIECES, maxBlock: 100 }, sink);
    sink.onCall = () => {
      throw new Error('full');
    };
    expect(() => decoder.push(STREAM)).toThrow('full');
    decoder.push(STREAM);
    expect(sink.found.length).toBe(1);
  });
});

test('any bytes in any chunks: messages, or a WireError', () => {
  // Short lengths and known ids come up often, so that many of the streams go on for a while.
  const frame = fc.tuple(fc.nat(15), fc.nat(9), fc.uint8Array({ maxLength: 12 }));
  const likely = fc
    .array(frame)
    .map((frames) => concatBytes(frames.map(([n, id, body]) => Uint8Array.of(0, 0, 0, n, id, ...body))));
  fc.assert(
    fc.property(fc.array(fc.oneof(likely, fc.uint8Array())), (chunks) => {
      try {
        decode(chunks);
      } catch (error) {
        expect(error).toBeInstanceOf(WireError);
      }
    }),
    { numRuns: 1000 },
  );
});
