import type { Socket } from 'node:dgram';
import type { PeerAddress } from '@seedbed/protocol';
import type { AnnounceConfig } from '../announce/announce-config.ts';
import { listenError } from '../tracker-start-error.ts';
import { ConnectionIds } from './connection-ids.ts';
import { UdpEndpoint, type UdpEndpointComponents } from './udp-endpoint.ts';
import { UdpFront } from './udp-front.ts';
import { windowKeys } from './window-keys.ts';

/** What it is answered with. */
type Components = Omit<UdpEndpointComponents, 'connectionIds'> & {
  /** 32 bytes that make the connection ids, see `windowKeys`. */
  readonly secret: Uint8Array;
  /** A socket that listens already, of another process too. */
  readonly door?: Promise<Socket> | undefined;
};

/**
 * Answers over UDP at an address.
 *
 * @throws TrackerStartError when it can't listen there.
 */
export async function startUdp(
  { service, counters, now, log, secret, door }: Components,
  rules: Pick<AnnounceConfig, 'numwant' | 'maxNumwant'>,
  address: PeerAddress,
): Promise<UdpFront> {
  const connectionIds = new ConnectionIds(windowKeys(secret));
  const endpoint = new UdpEndpoint({ service, counters, connectionIds, now, log }, rules);
  if (door !== undefined) return new UdpFront(await door, { endpoint, counters, log });
  try {
    return await UdpFront.listen({ endpoint, counters, log }, address);
  } catch (error) {
    throw listenError(address, '--udp', error as NodeJS.ErrnoException);
  }
}
