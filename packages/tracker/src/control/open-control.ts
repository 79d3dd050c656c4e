import type { IncomingMessage } from 'node:http';
import {
  Access,
  ControlAddressError,
  ControlError,
  ControlServer,
  sendControlAnswer,
  sendControlRefusal,
} from '@seedbed/control';
import type { PeerAddress } from '@seedbed/protocol';
import type { Logger } from 'pino';
import type { FaultPlan } from '../faults/fault-plan.ts';
import { listenError } from '../tracker-start-error.ts';
import { TrackerUsageError } from '../tracker-usage-error.ts';
import { readFaultsBody } from './read-faults-body.ts';
import { readJsonBody } from './read-json-body.ts';

/** Whoever changes faults does so now and then, in a line. */
const BOUNDS = { maxConnections: 16, requestTimeout: 10_000 };

/** So that nothing was read or started in vain. @throws TrackerUsageError when a control address would be open to strangers */
export function refuseOpenControl(address: PeerAddress, token: string | undefined): void {
  try {
    new Access(address, token);
  } catch (error) {
    throw error instanceof ControlAddressError ? new TrackerUsageError(error.message) : error;
  }
}

/**
 * Opens the control address: `GET`, `PUT` and `DELETE` of `/api/faults`.
 *
 * It is an address of its own, because the one for announces is open to strangers, and behind a proxy on this machine every
 * request of theirs seems to come from loopback.
 *
 * @throws TrackerUsageError when it would be open to strangers; TrackerStartError when it can't listen.
 */
export async function openControl(
  address: PeerAddress,
  token: string | undefined,
  faults: FaultPlan,
  log: Logger,
): Promise<ControlServer> {
  try {
    return await ControlServer.open(
      { address, token, ...BOUNDS },
      {
        answer: (request, response) => {
          answer(request, faults).then(
            (body) => sendControlAnswer(response, 200, body),
            (error: unknown) => {
              if (error instanceof ControlError) return sendControlRefusal(response, error);
              log.error({ err: error }, 'the control address could not answer');
              response.destroy();
            },
          );
        },
        onError: (error) => log.error({ err: error }, 'the control address had to go on after an error'),
      },
    );
  } catch (error) {
    if (error instanceof ControlAddressError) throw new TrackerUsageError(error.message);
    throw listenError(address, '--control', error as NodeJS.ErrnoException);
  }
}

async function answer(request: IncomingMessage, faults: FaultPlan): Promise<unknown> {
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
