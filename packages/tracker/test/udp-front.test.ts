import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { TrackerCounters } from '../src/service/tracker-counters.ts';
import { UdpFront } from '../src/udp/udp-front.ts';

test('a datagram that claims to come from port 0 is dropped: an answer to nowhere would end the process', async () => {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const counters = new TrackerCounters();
  const endpoint = { answer: () => new Uint8Array(16) };
  const front = new UdpFront(socket, { endpoint, counters, log: pino({ level: 'silent' }) });
  try {
    socket.emit('message', Buffer.alloc(16), { address: '127.0.0.1', family: 'IPv4', port: 0, size: 16 });
    expect(counters.droppedDatagrams).toBe(1);
  } finally {
    await front.close();
  }
});
