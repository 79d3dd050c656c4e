import { decodeAnnounceAnswer, encodeAnnounceAnswer } from '@seedbed/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toAnnounceAnswer } from '../src/announce/announce.ts';
import type { AnnounceReply } from '../src/announce/announce-reply.ts';
import { encodeAnnounceReply } from '../src/announce/encode-announce-reply.ts';
import type { PeerWindow } from '../src/store/peer-store.ts';

const window = (addressBytes: number): fc.Arbitrary<PeerWindow> =>
  fc.nat({ max: 60 }).chain((peers) =>
    fc.record({
      addresses: fc.uint8Array({ minLength: peers * addressBytes, maxLength: peers * addressBytes }),
      ids: fc.uint8Array({ minLength: peers * 20, maxLength: peers * 20 }),
    }),
  );

const count = fc.nat({ max: 2 ** 31 - 1 });

const replies = fc.record<AnnounceReply>(
  {
    interval: count,
    minInterval: count,
    complete: count,
    incomplete: count,
    downloaded: count,
    externalIp: fc.uint8Array({ minLength: 4, maxLength: 4 }),
    ipv4: window(6),
    // Not the mapped form of an IPv4 address, which no store holds.
    ipv6: window(18).map(({ addresses, ids }) => ({
      addresses: addresses.map((byte, i) => (i % 18 === 0 ? 32 : byte)),
      ids,
    })),
    trackerId: fc.string({ maxLength: 30 }),
    warning: fc.string({ maxLength: 30, unit: 'grapheme' }),
  },
  { requiredKeys: ['interval', 'minInterval', 'complete', 'incomplete', 'downloaded', 'externalIp', 'ipv4', 'ipv6'] },
);

test('compact replies are the bytes that the protocol codec makes', () => {
  fc.assert(
    fc.property(replies, (reply) => {
      const form = { compact: true, noPeerId: false };
      expect(encodeAnnounceReply(reply, form)).toEqual(encodeAnnounceAnswer(toAnnounceAnswer(reply), form));
    }),
  );
});

const reply: AnnounceReply = {
  ...{ interval: 1800, minInterval: 60, complete: 1, incomplete: 2, downloaded: 3 },
  externalIp: Uint8Array.of(10, 0, 0, 9),
  ipv4: { addresses: Uint8Array.of(127, 0, 0, 1, 0x1a, 0xe1), ids: new Uint8Array(20).fill(0x41) },
  ipv6: { addresses: new Uint8Array(0), ids: new Uint8Array(0) },
};

test('peers6 is there only when there are such peers', () => {
  const bytes = encodeAnnounceReply(reply, { compact: true, noPeerId: false });
  expect(Buffer.from(bytes).toString('latin1')).toBe(
    'd8:completei1e10:downloadedi3e11:external ip4:\n\0\0\x0910:incompletei2e8:intervali1800e12:min intervali60e5:peers6:\x7f\0\0\x01\x1a\xe1e',
  );
});

test('dictionaries have peer ids unless they are not wanted', () => {
  const peer = { ip: '127.0.0.1', port: 6881 };
  const decoded = (noPeerId: boolean): unknown =>
    decodeAnnounceAnswer(encodeAnnounceReply(reply, { compact: false, noPeerId }));
  expect(decoded(false)).toMatchObject({ answer: { peers: [{ ...peer, peerId: reply.ipv4.ids }] } });
  expect(decoded(true)).toMatchObject({ answer: { peers: [peer] } });
  expect(decoded(true)).not.toHaveProperty('answer.peers.0.peerId');
});
