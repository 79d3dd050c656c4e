import { deepStrictEqual } from 'node:assert';
import { encodeMessage, encodePiece, MessageDecoder, type PeerMessage, WireError } from '@seedbed/protocol';
import { chunksOf } from '../chunks-of.ts';
import { fuzzTarget } from '../fuzz-target.ts';

const LIMITS = { pieceCount: 12, maxBlock: 512 };

/** What was found until the end, or until the bytes broke the protocol. */
interface Found {
  readonly messages: (PeerMessage & { data?: number[] })[];
  code?: string;
}

const read = (chunks: readonly Uint8Array[]): Found => {
  const found: Found = { messages: [] };
  const decoder = new MessageDecoder(LIMITS, {
    message: (message) => found.messages.push(message),
    blockStart: (piece, begin, length) => found.messages.push({ type: 'piece', piece, begin, length, data: [] }),
    blockData: (data) => found.messages.at(-1)?.data?.push(...data),
    blockEnd: () => {},
  });
  try {
    for (const chunk of chunks) decoder.push(chunk);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    found.code = error.code;
  }
  return found;
};

const write = (message: Found['messages'][number]): Uint8Array => {
  if (message.type === 'piece') return encodePiece(message.piece, message.begin, Uint8Array.from(message.data ?? []));
  if (message.type !== 'unknown') return encodeMessage(message);
  return Buffer.concat([
    Uint8Array.of(0, 0, (1 + message.length) >> 8, 1 + message.length, message.id),
    new Uint8Array(message.length),
  ]);
};

const isWhole = (message: Found['messages'][number]): boolean =>
  message.type !== 'piece' || message.data?.length === message.length;

/** However the stream is cut, the same is found in it; and once more in what is written of that. */
export const peerMessages = fuzzTarget({
  name: 'peer-messages',
  tokens: [
    '\0\0\0\0',
    '\0\0\0\x01',
    '\0\0\0\x05\x04',
    '\0\0\0\x0d\x06',
    '\0\0\0\x0a\x07',
    '\0\0\0\x03\x05',
    '\xff\xff\xff\xff',
  ],
  decode: (input) => read([input]),
  check: (whole, input) => {
    deepStrictEqual(read(chunksOf(input)), whole);
    deepStrictEqual(read(Array.from(input, (byte) => Uint8Array.of(byte))), whole);
    const messages = whole.messages.filter(isWhole);
    deepStrictEqual(read(messages.map(write)), { messages });
  },
});
