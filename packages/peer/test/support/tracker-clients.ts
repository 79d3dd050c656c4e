import { afterEach } from 'vitest';
import { randomUint32 } from '../../src/io/chance.ts';
import { now } from '../../src/io/clock.ts';
import { TrackerClients, type TrackerClientsOptions } from '../../src/io/tracker/tracker-clients.ts';

const opened: TrackerClients[] = [];

afterEach(() => {
  for (const clients of opened.splice(0)) clients.close();
});

/** Clients that ask from an address of ours, or from any, and are closed after the test. */
export const clientsAt = (
  localAddress: string | undefined,
  options: Partial<TrackerClientsOptions> = {},
): TrackerClients => {
  const clients = new TrackerClients({ localAddress, now, randomId: randomUint32, ...options });
  opened.push(clients);
  return clients;
};
