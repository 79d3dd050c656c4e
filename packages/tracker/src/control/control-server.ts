import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Access, ControlAddressError, ControlError, sendControlAnswer, sendControlRefusal } from '@seedbed/control';
import { formatAddress, type PeerAddress } from '@seedbed/protocol';
import type { Logger } from 'pino';
import type { FaultPlan } from '../faults/fault-plan.ts';
import { listenError } from '../tracker-start-error.ts';
import { TrackerUsageError } from '../tracker-usage-error.ts';
import { readFaultsBody } from './read-faults-body.ts';
import { readJsonBody } from './read-json-body.ts';

/** Bounds of what a client can take: bytes of headers, connections, ms. */
const MAX_HEADER_BYTES = 16 * 1024;
const MAX_CONNECTIONS = 16;
const REQUEST_TIMEOUT = 10_000;

/**
 * The control address: `GET`, `PUT` and `DELETE` of `/api/faults`.
 *
 * It is an address of its own, because the one for announces is open to strangers, and behind a proxy on this machine every
 * request of theirs seems to come from loopback.
 */
export class ControlServer {
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  /** @throws TrackerUsageError when it would be open to strangers; TrackerStartError when it can't listen. */
  static async open(
    address: PeerAddress,
    token: string | undefined,
    faults: FaultPlan,
    log: Logger,
  ): Promise<ControlServer> {
    const access = accessTo(address, token);
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      answer(request, faults, access).then(
        (body) => sendControlAnswer(response, 200, body),
        (error: unknown) => {
          if (error instanceof ControlError) return sendControlRefusal(response, error);
          log.error({ err: error }, 'the control address could not answer');
          response.destroy();
        },
      );
    };
    const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES, requestTimeout: REQUEST_TIMEOUT }, listener);
    server.maxConnections = MAX_CONNECTIONS;
    server.listen(address.port, address.ip);
    try {
      await once(server, 'listening');
    } catch (error) {
      throw listenError(address, '--control', error as NodeJS.ErrnoException);
    }
    server.on('error', (error) => log.error({ err: error }, 'the control address had to go on after an error'));
    const bound = server.address() as AddressInfo; // a server that listens at an address and a port says so by an object
    return new ControlServer(server, `http://${formatAddress({ ip: bound.address, port: bound.port })}`);
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}

async function answer(request: IncomingMessage, faults: FaultPlan, access: Access): Promise<unknown> {
  const refusal = access.refusal(request);
  if (refusal !== undefined) throw refusal;
  const [path = ''] = (request.url ?? '').split('?', 1);
  if (path !== '/api/faults') throw new ControlError('not-found', `there is nothing at ${path}; there is /api/faults`);
  switch (request.method) {
    case 'GET':
      break;
    case 'PUT':
      faults.set(readFaultsBody(await readJsonBody(request)));
      break;
    case 'DELETE':
      faults.set([]);
      break;
    default:
      throw new ControlError('method-not-allowed', '/api/faults is asked with GET, PUT or DELETE');
  }
  return { faults: faults.texts };
}

/** @throws TrackerUsageError when strangers could come in. */
function accessTo(address: PeerAddress, token: string | undefined): Access {
  try {
    return new Access(address, token);
  } catch (error) {
    throw error instanceof ControlAddressError ? new TrackerUsageError(error.message) : error;
  }
}
