import {
  Bitfield,
  type EncodableMessage,
  encodeMessage,
  encodePiece,
  encodePieceHeader,
  writePieceHeader,
} from '@seedbed/protocol';
import { describe, expect, test } from 'vitest';

const four = new Bitfield(12);
four.set(0);
four.set(11);

describe('encodeMessage (BEP 3)', () => {
  test.each<[EncodableMessage, number[]]>([
    [{ type: 'keep-alive' }, [0, 0, 0, 0]],
    [{ type: 'choke' }, [0, 0, 0, 1, 0]],
    [{ type: 'unchoke' }, [0, 0, 0, 1, 1]],
    [{ type: 'interested' }, [0, 0, 0, 1, 2]],
    [{ type: 'not-interested' }, [0, 0, 0, 1, 3]],
    [{ type: 'have', piece: 0x01020304 }, [0, 0, 0, 5, 4, 1, 2, 3, 4]],
    [{ type: 'bitfield', bitfield: four }, [0, 0, 0, 3, 5, 0x80, 0x10]],
    [
      { type: 'request', piece: 1, begin: 2 ** 32 - 1, length: 16384 },
      [0, 0, 0, 13, 6, 0, 0, 0, 1, 255, 255, 255, 255, 0, 0, 64, 0],
    ],
    [{ type: 'cancel', piece: 0, begin: 16384, length: 1 }, [0, 0, 0, 13, 8, 0, 0, 0, 0, 0, 0, 64, 0, 0, 0, 0, 1]],
  ])('%j', (message, bytes) => {
    expect([...encodeMessage(message)]).toEqual(bytes);
  });
});

describe('piece', () => {
  const header = [0, 0, 0, 12, 7, 0, 0, 0, 5, 0, 0, 64, 0];

  test('its header, alone and inside a buffer', () => {
    expect([...encodePieceHeader(5, 16384, 3)]).toEqual(header);
    const buffer = new Uint8Array(15);
    writePieceHeader(buffer, 1, 5, 16384, 3);
    expect([...buffer]).toEqual([0, ...header, 0]);
  });

  test('header and block in one buffer', () => {
    expect([...encodePiece(5, 16384, Uint8Array.of(7, 8, 9))]).toEqual([...header, 7, 8, 9]);
  });
});
