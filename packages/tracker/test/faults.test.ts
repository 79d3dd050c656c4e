import { decodeAnnounceAnswer, decodeBencode, formatAddress } from '@seedbed/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { announceReply } from '../src/announce/announce-reply.ts';
import { encodeAnnounceReply } from '../src/announce/encode-announce-reply.ts';
import type { Fault } from '../src/faults/fault.ts';
import { FaultPlan } from '../src/faults/fault-plan.ts';
import { readFault } from '../src/faults/read-fault.ts';
import { MemoryStore } from '../src/store/memory-store.ts';
import { addressOf, peerId, requestOf, rules, seededRandom } from './swarm-fixtures.ts';

function faultOf(text: string): Fault {
  const read = readFault(text);
  if (!read.ok) throw new Error(read.problem);
  return read.value.fault;
}

/** What a peer of a swarm with one other peer is answered under a fault, as bytes. */
function answered(text: string, n = 1, compact = true): Uint8Array {
  const store = new MemoryStore({ maxPeers: 10, maxTorrents: 10 });
  const announce = (who: number): ReturnType<typeof announceReply> =>
    announceReply(store, requestOf(who, { compact }), { ip: addressOf(who).ip }, rules, 0, Math.random);
  announce(2);
  const { reply, body } = faultOf(text);
  const to = { address: Uint8Array.of(127, 0, 0, n, 0x1a, 0xe1), peerId: peerId(n) };
  const made = announce(n);
  const bytes = encodeAnnounceReply(reply?.(made, to) ?? made, { compact, noPeerId: false });
  return body?.(bytes) ?? bytes;
}

function peersOf(bytes: Uint8Array): string[] {
  const decoded = decodeAnnounceAnswer(bytes);
  if (!decoded.ok) throw new Error(decoded.failure);
  return decoded.answer.peers.map(formatAddress);
}

describe('what is written', () => {
  test.each([
    ['delay:5s', { delay: 5_000 }, 1],
    ['delay:250ms@0.3', { delay: 250 }, 0.3],
    ['refuse', { instead: 'close' }, 1],
    ['http-500@.5', { instead: 'status-500' }, 0.5],
    ['failure:closed for the night: come tomorrow', { failure: 'closed for the night: come tomorrow' }, 1],
    ['failure:write to me@example.org@0', { failure: 'write to me@example.org' }, 0],
  ])('%s', (text, fault, chance) => {
    expect(readFault(text)).toEqual({ ok: true, value: { text, fault, chance } });
  });

  test.each([
    ['dealy:5s', "there is no fault 'dealy'; did you mean delay?"],
    ['', "there is no fault ''; there are delay:DUR, refuse,"],
    ['delay', "'delay': write delay:DUR"],
    ['delay:5', "delay:DUR: '5' is not a time"],
    ['delay:2h', 'delay:DUR: 2h is too much; the most is 1h'],
    ['self:me', "'self:me': write self"],
    ['refuse@1.5', "'refuse@1.5': a chance is a number from 0 to 1"],
    ['interval:soon', "interval:SECONDS: 'soon' is no number of seconds from 0 to 2^53 - 1; write 0, 60 or 2^40"],
    ['interval:2^99', "interval:SECONDS: '2^99' is no number of seconds"],
    ['interval:2^53', "interval:SECONDS: '2^53' is no number of seconds from 0 to 2^53 - 1"],
    ['dead-peers:-1', "dead-peers:N: '-1' is not a whole number"],
    ['dead-peers:10001', 'dead-peers:N: 10001 is too much'],
    [`failure:${'x'.repeat(1_001)}`, 'failure:TEXT: a failure reason here has at most 1000 characters'],
  ])('%s is refused', (text, problem) => {
    expect(readFault(text)).toMatchObject({ ok: false, problem: expect.stringContaining(problem) });
  });

  test('any text is read or refused', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readFault(text)).toHaveProperty('ok');
      }),
    );
  });
});

describe('what clients get', () => {
  const real = formatAddress(addressOf(2));

  test.each([true, false])('dead peers stand before the real one (compact: %s)', (compact) => {
    const peers = peersOf(answered('dead-peers:252', 1, compact));
    expect(peers).toHaveLength(253);
    expect(new Set(peers).size).toBe(253);
    expect(peers.slice(0, 2)).toEqual(['192.0.2.1:6881', '192.0.2.2:6881']);
    expect(peers.at(251)).toBe('192.0.2.2:6882');
    expect(peers.at(-1)).toBe(real);
  });

  test('itself', () => {
    expect(peersOf(answered('self', 7))).toEqual(['127.0.0.7:6881', real]);
    const decoded = decodeAnnounceAnswer(answered('self', 7, false));
    expect(decoded).toMatchObject({ answer: { peers: [{ peerId: peerId(7) }, { peerId: peerId(2) }] } });
  });

  test.each([
    ['interval:0', 'i0e'],
    ['interval:2^40', 'i1099511627776e'],
  ])('%s', (text, written) => {
    const bytes = Buffer.from(answered(text)).toString('latin1');
    expect(bytes).toContain(`8:interval${written}12:min interval${written}`);
  });

  test.each(['truncated', 'malformed'])('%s: no bencode', (text) => {
    expect(() => decodeBencode(answered(text))).toThrow();
    expect(answered(text).length).toBeGreaterThan(10);
  });
});

describe('a plan', () => {
  const planOf = (seed: number, ...texts: readonly string[]): FaultPlan => {
    const plan = new FaultPlan(seededRandom(seed));
    plan.set(
      texts.map((text) => {
        const read = readFault(text);
        if (!read.ok) throw new Error(read.problem);
        return read.value;
      }),
    );
    return plan;
  };

  test('happens as often as it says, to the same requests in each run', () => {
    const draw = (seed: number): string => {
      const plan = planOf(seed, 'self@0.3');
      return Array.from({ length: 1_000 }, () => plan.meet('reply').length).join('');
    };
    expect(draw(1)).toBe(draw(1));
    expect(draw(1)).not.toBe(draw(2));
    const met = [...draw(1)].filter((one) => one === '1').length;
    // The spread of chance is 14.
    expect(Math.abs(met - 300)).toBeLessThan(60);
  });

  test('tells only of faults with the hook that is asked for', () => {
    const plan = planOf(1, 'self', 'delay:1s', 'failure:no', 'truncated');
    expect(plan.meet('reply')).toHaveLength(1);
    expect(plan.meet('delay', 'instead', 'body')).toEqual([{ delay: 1_000 }, { body: expect.any(Function) }]);
    plan.set([]);
    expect(plan.meet('reply', 'failure')).toEqual([]);
  });
});
