import type { SwarmEvent } from '@seedbed/events';
import { describe, expect, it } from 'vitest';
import type { PeerSettings } from '../src/open-daemon.ts';
import { type TraceListener, tellTraces } from '../src/tell-traces.ts';
import { wireLine } from '../src/wire-line.ts';

const told = { t: 41_300, peer: 'me' };
const TIME = '+40.3s ';
const pick: SwarmEvent = { ...told, type: 'piece-picked', remote: 'A', piece: 7, availability: 1, reason: 'join' };
const have: SwarmEvent = {
  ...told,
  type: 'wire',
  remote: 'A',
  direction: 'received',
  message: 'have',
  length: 9,
  hex: '000000050400000007',
};
const fault: SwarmEvent = { ...told, type: 'fault', reason: 'full' };
const PICKED = 'picker: piece 7 from A (join, held by 1 peer)';
const HAVE = 'wire: ← A have, 9 bytes: 00000005 04000000 07';

describe('the wire in words', () => {
  it('has the bytes in groups of four, and says when there are more', () => {
    expect(wireLine(have)).toBe(HAVE);
    const piece = { ...have, direction: 'sent', message: 'piece', length: 16_397, hex: '0000400907'.padEnd(192, '0') };
    expect(wireLine(piece as SwarmEvent)).toMatch(/^wire: → A piece, 16397 bytes: 00004009 07000000( 0{8}){22} …$/);
    expect(wireLine(fault)).toBeUndefined();
  });
});

describe('--trace', () => {
  const NOBODY = { begin: 1_000, labelOf: () => undefined, addressOf: () => undefined };
  const tell = (
    trace: PeerSettings['trace'],
    label?: string,
    more: Partial<TraceListener> = {},
    events: readonly SwarmEvent[] = [pick, have, fault],
  ) => {
    const said: string[] = [];
    const passed: SwarmEvent[] = [];
    const next = { emit: (event: SwarmEvent): void => void passed.push(event) };
    const listener = { ...NOBODY, say: (line: string) => said.push(line), labelOf: () => label };
    const sink = tellTraces({ trace }, { ...listener, ...more }, next);
    for (const event of events) sink?.emit(event, 'hash');
    return { said, passed };
  };

  it('says what is traced, with the time since the start, and passes every event on', () => {
    const said = [`${TIME}${PICKED}`, `${TIME}${HAVE}`];
    expect(tell(['decisions', 'wire'])).toEqual({ said, passed: [pick, have, fault] });
  });

  it('says where each peer is, once, as soon as that is known', () => {
    const known = new Map([['B', '127.0.0.1:2']]);
    const addressOf = (_: string, remote: string) => known.get(remote);
    const candidate = { rate: 0, interested: true, snubbed: false, wasUnchoked: false, since: 0, unchoked: true };
    const round: SwarmEvent = {
      ...told,
      type: 'choke-decisions',
      occasion: 'round',
      candidates: [{ ...candidate, remote: 'B', reason: 'rate' }],
    };
    const { said } = tell(['decisions'], undefined, { addressOf }, [pick, round, round]);
    const served = `${TIME}choker, round: serves B (rate, 0B/s)`;
    expect(said).toEqual([`${TIME}${PICKED}`, `${TIME}B is at 127.0.0.1:2`, served, served]);
    expect(tell(['decisions'], 'film', { addressOf: () => '127.0.0.1:1' }, [pick]).said[0]).toBe(
      `${TIME}film: A is at 127.0.0.1:1`,
    );
  });

  it('names the torrent where it is not alone', () => {
    expect(tell(['wire'], 'film 1a2b3c4d').said).toEqual([
      `${TIME}film 1a2b3c4d: ${PICKED}`,
      `${TIME}film 1a2b3c4d: ${HAVE}`,
    ]);
  });

  it('is nothing in between when it is off', () => {
    const next = { emit: (): void => {} };
    const listener = { ...NOBODY, say: () => {} };
    expect(tellTraces({ trace: [] }, listener, next)).toBe(next);
    expect(tellTraces({ trace: [] }, listener)).toBeUndefined();
  });
});
