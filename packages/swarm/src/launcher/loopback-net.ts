import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { trackerIp } from './member.ts';
import type { AddressMode } from './run-request.ts';

/** The addresses of a run. */
export interface LoopbackNet {
  readonly mode: AddressMode;
  /** The second number of the addresses 127.`net`.y.z. */
  readonly net: number;
}

/** Whether an address of this machine can be listened on: Linux has all of 127/8, macOS only 127.0.0.1. */
const canBind = async (ip: string): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(0, ip, () => probe.close(() => resolve(true)));
  });

/**
 * Picks the addresses of a run. Runs at the same time seldom get the same net, and need not care if they do: every
 * port is picked by the system.
 */
export const chooseLoopbackNet = async (wanted: AddressMode | undefined): Promise<LoopbackNet> => {
  // 127.0 is where everything else on the machine listens.
  const net = randomInt(1, 255);
  if (wanted !== undefined) return { mode: wanted, net };
  return { mode: (await canBind(trackerIp('own', net))) ? 'own' : 'shared', net };
};
