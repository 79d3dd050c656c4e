import { createServer, type Server } from 'node:net';
import { formatAddress, normalizeIp, type PeerAddress } from '@seedbed/protocol';
import { systemCode } from '../storage/storage-error.ts';

/**
 * - `address-in-use`: the port that was named is taken
 * - `no-free-port`: all ports of the usual range are taken
 * - `address-unavailable`: the address is not one of this machine
 * - `denied`: the port needs more rights
 * - `failed`: anything else the system says
 */
export type ListenErrorCode = 'address-in-use' | 'no-free-port' | 'address-unavailable' | 'denied' | 'failed';

/** An address could not be listened on; the text names it and what would be right. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
  readonly code: ListenErrorCode;

  constructor(code: ListenErrorCode, text: string, options?: ErrorOptions) {
    super(text, options);
    this.code = code;
  }
}

/** The ports BEP 3 names: "6881 and if that port is taken try 6882, then 6883, etc. and give up after 6889". */
const FIRST_PORT = 6881;
const LAST_PORT = 6889;

/** What a system error at `listen` means for the user. */
export const toListenError = (error: unknown, address: PeerAddress): ListenError => {
  const where = formatAddress(address);
  switch (systemCode(error)) {
    case 'EADDRINUSE':
      return new ListenError('address-in-use', `${where} is in use; name another port, or 0 for any free one`, {
        cause: error,
      });
    case 'EADDRNOTAVAIL':
      return new ListenError('address-unavailable', `${address.ip} is no address of this machine`, { cause: error });
    case 'EACCES':
      return new ListenError('denied', `no permission to listen on ${where}; ports from 1024 on need none`, {
        cause: error,
      });
    default:
      return new ListenError('failed', `${where} can't be listened on: ${systemCode(error)}`, { cause: error });
  }
};

const listenOn = (server: Server, { ip, port }: PeerAddress): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: ip, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });

/** All addresses of both families; of IPv4 where there is no IPv6. */
const ALL_ADDRESSES = ['::', '0.0.0.0'];

const listenOnFirst = async (server: Server): Promise<void> => {
  for (const ip of ALL_ADDRESSES) {
    for (let port = FIRST_PORT; port <= LAST_PORT; port++) {
      try {
        return await listenOn(server, { ip, port });
      } catch (error) {
        const code = systemCode(error);
        if (code === 'EAFNOSUPPORT' || code === 'EADDRNOTAVAIL') break;
        if (code !== 'EADDRINUSE') throw toListenError(error, { ip, port });
      }
    }
  }
  throw new ListenError(
    'no-free-port',
    `all ports from ${FIRST_PORT} to ${LAST_PORT} are in use; name another one to listen on`,
  );
};

/** A server that listens for peers. */
export interface Listener {
  readonly server: Server;
  /** Where it listens; the port is never 0. */
  readonly address: PeerAddress;
}

/**
 * Begins to listen for peers.
 *
 * @param address port 0 picks a free one; without an address all of them, on the first free port of 6881 to 6889
 * @throws ListenError
 */
export async function listen(address: PeerAddress | undefined): Promise<Listener> {
  const server = createServer({ noDelay: true });
  if (address === undefined) await listenOnFirst(server);
  else {
    await listenOn(server, address).catch((error: unknown) => {
      throw toListenError(error, address);
    });
  }
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('invariant: a TCP server has an address');
  return { server, address: { ip: normalizeIp(bound.address) ?? bound.address, port: bound.port } };
}
