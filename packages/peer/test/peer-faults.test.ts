import { describe, expect, it } from 'vitest';
import { PeerFaults } from '../src/io/net/peer-faults.ts';
import { silentLogger } from '../src/logger.ts';

const setUp = () => {
  const warned: string[] = [];
  const log = {
    ...silentLogger,
    warn: (fields: object, text: string) => void warned.push(JSON.stringify(fields) + text),
  };
  return { warned, faults: new PeerFaults(log) };
};

describe('PeerFaults', () => {
  it('tells of an address once, however often it comes', () => {
    const { warned, faults } = setUp();
    for (let port = 1; port < 10; port++) faults.tell({ ip: '127.0.0.1', port }, 'garbage');
    faults.tell({ ip: '127.0.0.2', port: 7 }, 'other garbage');
    expect(warned).toEqual(['{"peer":"127.0.0.1:1"}closed: garbage', '{"peer":"127.0.0.2:7"}closed: other garbage']);
  });

  it('tells of a hundred addresses, and then how many more there are, ever more rarely', () => {
    const { warned, faults } = setUp();
    for (let i = 0; i < 10_000; i++) faults.tell({ ip: `10.0.${i >> 8}.${i & 255}`, port: 1 }, 'garbage');
    expect(warned).toHaveLength(103);
    expect(warned.slice(100)).toEqual([
      '{"count":10}10 more connections were closed for breaking the protocol',
      '{"count":100}100 more connections were closed for breaking the protocol',
      '{"count":1000}1000 more connections were closed for breaking the protocol',
    ]);
  });
});
