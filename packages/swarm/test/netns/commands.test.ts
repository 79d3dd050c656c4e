import { isIPv4 } from 'node:net';
import { describe, expect, test } from 'vitest';
import {
  bridgeCommands,
  cutCommands,
  HUB_IP,
  MOST_NAMESPACES,
  memberCommands,
  memberIp,
} from '../../src/netns/address-plan.ts';
import { type Direction, isFree, shapeCommands } from '../../src/netns/shape-commands.ts';

const free: Direction = { rate: Number.POSITIVE_INFINITY, latency: 0, jitter: 0, loss: 0 };
const MIB = 1_048_576;

describe('the network of a run', () => {
  test('is a bridge with a cable to each member, in the order of the plan', () => {
    expect(bridgeCommands(['/proc/7/fd/20', '/proc/7/fd/21']).split('\n')).toEqual([
      'link set lo up',
      'link add swarm type bridge',
      'addr add 198.18.0.1/15 dev swarm',
      'link set swarm up',
      'link add port1 type veth peer name eth0 netns /proc/7/fd/20',
      'link set port1 master swarm up',
      'link add port2 type veth peer name eth0 netns /proc/7/fd/21',
      'link set port2 master swarm up',
      '',
    ]);
  });

  test('gives each member an address of 198.18.0.0/15 that nobody else has', () => {
    const ips = Array.from({ length: MOST_NAMESPACES }, (_, index) => memberIp(index));
    expect(new Set([...ips, HUB_IP]).size).toBe(MOST_NAMESPACES + 1);
    expect(ips.every((ip) => isIPv4(ip) && /^198\.1[89]\./.test(ip) && !/\.(0|255)$/.test(ip))).toBe(true);
    expect(memberCommands(memberIp(2))).toBe('link set lo up\naddr add 198.18.1.3/15 dev eth0\nlink set eth0 up\n');
  });

  test('loses what goes to those that a member is cut off from, and mends only what was cut', () => {
    expect(cutCommands(['198.18.1.2'], [])).toBe(
      'neigh replace 198.18.1.2 lladdr 02:00:00:00:00:00 dev eth0 nud permanent\n',
    );
    expect(cutCommands(['198.18.1.3'], ['198.18.1.2', '198.18.1.3']).split('\n')[0]).toBe(
      'neigh del 198.18.1.2 dev eth0',
    );
    expect(cutCommands([], [])).toBe('');
  });
});

describe('the shape of a link', () => {
  test('lets 50 ms of the rate go at once, and 50 ms more wait', () => {
    expect(shapeCommands('eth0', { ...free, rate: MIB })).toBe(
      'qdisc replace dev eth0 root handle 1: tbf rate 1048576bps burst 52429 limit 104858\n',
    );
  });

  test('lets frames through however slow it is', () => {
    expect(shapeCommands('eth0', { ...free, rate: 1_024 })).toBe(
      'qdisc replace dev eth0 root handle 1: tbf rate 1024bps burst 3100 limit 19484\n',
    );
  });

  test('delays and loses behind the rate', () => {
    const [, delay] = shapeCommands('port3', { rate: MIB, latency: 20, jitter: 5, loss: 0.01 }).split('\n');
    expect(delay).toBe('qdisc replace dev port3 parent 1:1 handle 10: netem limit 100000 delay 20ms 5ms loss 1%');
  });

  test('is no limit to speak of where it had one', () => {
    expect(isFree(free)).toBe(true);
    expect(isFree({ ...free, latency: 1 })).toBe(false);
    expect(shapeCommands('eth0', free)).toContain('rate 5000000000bps');
  });
});
