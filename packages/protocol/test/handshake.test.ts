import { encodeHandshake, HANDSHAKE_LENGTH, HandshakeDecoder, WireError } from '@seedbed/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asLatin1, counting, latin1 } from './support/bytes.ts';
import { thrown } from './support/thrown.ts';

const infoHash = counting(20, 100);
const peerId = counting(20, 200);
const reserved = Uint8Array.of(0, 0, 0, 0, 0, 0x10, 0, 0x05);

describe('encodeHandshake', () => {
  test('is 68 bytes, without extensions when none are named', () => {
    const bytes = encodeHandshake({ infoHash, peerId });
    expect(bytes.length).toBe(HANDSHAKE_LENGTH);
    expect(asLatin1(bytes)).toBe(`\x13BitTorrent protocol${'\0'.repeat(8)}${asLatin1(infoHash)}${asLatin1(peerId)}`);
  });

  test('parts of a wrong length are an error of ours', () => {
    expect(() => encodeHandshake({ infoHash: counting(19), peerId })).toThrow(/info hash of 19 bytes/);
    expect(() => encodeHandshake({ infoHash, peerId, reserved: counting(9) })).toThrow(RangeError);
  });
});

describe('HandshakeDecoder', () => {
  const bytes = encodeHandshake({ infoHash, peerId, reserved });

  test('takes a handshake that is cut anywhere, and leaves what follows', () => {
    const stream = Uint8Array.of(...bytes, 1, 2, 3);
    for (let cut = 0; cut <= stream.length; cut += 1) {
      const decoder = new HandshakeDecoder();
      const taken = decoder.push(stream.subarray(0, cut));
      expect(taken).toBe(Math.min(cut, HANDSHAKE_LENGTH));
      expect(taken + decoder.push(stream.subarray(cut))).toBe(HANDSHAKE_LENGTH);
      expect(decoder.handshake).toEqual({ reserved, infoHash, peerId });
      expect(decoder.push(stream)).toBe(0);
    }
  });

  test('knows the info hash as soon as it is in, and the peer id at the end', () => {
    const decoder = new HandshakeDecoder();
    for (const [i, byte] of bytes.entries()) {
      expect(decoder.infoHash).toEqual(i < 48 ? undefined : infoHash);
      expect(decoder.handshake).toBeUndefined();
      decoder.push(Uint8Array.of(byte));
    }
    expect(decoder.handshake).toEqual({ reserved, infoHash, peerId });
  });

  test('refuses at the first wrong byte', () => {
    for (let at = 0; at < 20; at += 1) {
      const wrong = bytes.slice();
      wrong[at] = 0xff;
      const decoder = new HandshakeDecoder();
      decoder.push(wrong.subarray(0, at));
      const error = thrown(() => decoder.push(wrong.subarray(at, at + 1)));
      expect(error).toBeInstanceOf(WireError);
      expect(error).toMatchObject({ code: 'bad-protocol', message: expect.stringContaining(`byte ${at} is 0xff`) });
    }
    expect(thrown(() => new HandshakeDecoder().push(latin1('GET / HTTP/1.1\r\n')))).toMatchObject({
      message: expect.stringContaining('byte 0 is "G"'),
    });
  });

  test('any bytes in any chunks: refused with a WireError, or at most 68 are taken', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), fc.nat(20), (chunks, right) => {
        const decoder = new HandshakeDecoder();
        let taken = decoder.push(bytes.subarray(0, right));
        try {
          for (const chunk of chunks) taken += decoder.push(chunk);
        } catch (error) {
          expect(error).toBeInstanceOf(WireError);
        }
        expect(taken).toBeLessThanOrEqual(HANDSHAKE_LENGTH);
      }),
    );
  });
});
