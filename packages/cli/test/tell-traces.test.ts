import type { SwarmEvent } from '@seedbed/events';
import { describe, expect, it } from 'vitest';
import type { PeerSettings } from '../src/open-daemon.ts';
import { tellTraces } from '../src/tell-traces.ts';
import { wireLine } from '../src/wire-line.ts';

const told = { t: 1, peer: 'me' };
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
  const tell = (trace: PeerSettings['trace'], label?: string) => {
    const said: string[] = [];
    const passed: SwarmEvent[] = [];
    const next = { emit: (event: SwarmEvent): void => void passed.push(event) };
    const sink = tellTraces({ trace }, { say: (line) => said.push(line), labelOf: () => label }, next);
    for (const event of [pick, have, fault]) sink?.emit(event, 'hash');
    return { said, passed };
  };

  it('says what is traced and passes every event on', () => {
    expect(tell(['decisions', 'wire'])).toEqual({ said: [PICKED, HAVE], passed: [pick, have, fault] });
  });

  it('names the torrent where it is not alone', () => {
    expect(tell(['wire'], 'film 1a2b3c4d').said).toEqual([`film 1a2b3c4d: ${PICKED}`, `film 1a2b3c4d: ${HAVE}`]);
  });

  it('is nothing in between when it is off', () => {
    const next = { emit: (): void => {} };
    const listener = { say: () => {}, labelOf: () => undefined };
    expect(tellTraces({ trace: [] }, listener, next)).toBe(next);
    expect(tellTraces({ trace: [] }, listener)).toBeUndefined();
  });
});
