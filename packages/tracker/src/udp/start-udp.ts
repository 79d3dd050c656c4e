import type { PeerAddress } from '@seedbed/protocol';
import { randomHashKey } from '../random-hash-key.ts';
import type { TrackerConfig } from '../tracker-config.ts';
import { TrackerStartError } from '../tracker-start-error.ts';
import { ConnectionIds } from './connection-ids.ts';
import { UdpEndpoint, type UdpEndpointComponents } from './udp-endpoint.ts';
import { UdpFront } from './udp-front.ts';

type Components = Omit<UdpEndpointComponents, 'connectionIds'>;

/**
 * Answers over UDP at an address.
 *
 * @throws TrackerStartError when it can't listen there.
 */
export async function startUdp(
  { service, counters, now, log }: Components,
  rules: Pick<TrackerConfig, 'numwant' | 'maxNumwant'>,
  address: PeerAddress,
): Promise<UdpFront> {
  const connectionIds = new ConnectionIds(randomHashKey);
  const endpoint = new UdpEndpoint({ service, counters, connectionIds, now, log }, rules);
  try {
    return await UdpFront.listen({ endpoint, counters, log }, address);
  } catch (error) {
    throw new TrackerStartError(address, '--udp', error as NodeJS.ErrnoException);
  }
}
