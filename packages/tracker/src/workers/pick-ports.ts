import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { PeerAddress } from '@seedbed/protocol';
import type { TrackerConfig } from '../tracker-config.ts';

/**
 * The settings with free ports in place of 0: workers that are started again have to listen where the others do. What can't be
 * listened at is left as it is, for the workers to say why.
 */
export async function pickPorts(config: TrackerConfig): Promise<TrackerConfig> {
  const http = await picked(config.http, freeTcpPort);
  if (config.udp === undefined) return { ...config, http };
  return { ...config, http, udp: await picked(config.udp, freeUdpPort) };
}

async function picked(address: PeerAddress, free: (ip: string) => Promise<number | undefined>): Promise<PeerAddress> {
  return address.port === 0 ? { ip: address.ip, port: (await free(address.ip)) ?? 0 } : address;
}

async function freeTcpPort(host: string): Promise<number | undefined> {
  const server = createServer().listen({ host, port: 0 });
  try {
    await once(server, 'listening');
  } catch {
    return undefined;
  }
  const address = server.address();
  const closed = once(server, 'close');
  server.close();
  await closed;
  return address === null || typeof address === 'string' ? undefined : address.port;
}

async function freeUdpPort(ip: string): Promise<number | undefined> {
  const socket = createSocket(ip.includes(':') ? 'udp6' : 'udp4');
  const listening = once(socket, 'listening');
  socket.bind(0, ip);
  try {
    await listening;
  } catch {
    return undefined;
  }
  const { port } = socket.address();
  const closed = once(socket, 'close');
  socket.close();
  await closed;
  return port;
}
