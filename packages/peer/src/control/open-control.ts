import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import {
  ControlAddressError,
  ControlError,
  type ControlHandlers,
  ControlServer,
  sendControlAnswer,
  sendControlRefusal,
} from '@seedbed/control';
import type { PeerAddress } from '@seedbed/protocol';
import type { EventHub } from '../event-hub.ts';
import { toListenError } from '../io/net/listen.ts';
import type { Logger } from '../logger.ts';
import type { ControlledDaemon } from './controlled-daemon.ts';
import { asksForComplete, health } from './health.ts';

export interface ControlComponents {
  readonly daemon: ControlledDaemon;
  readonly events: EventHub;
  readonly log: Logger;
}

export interface ControlOptions {
  /** What requests have to know; without one the address is on loopback. */
  readonly token?: string | undefined;
  /** Folder of the torrents that are added here; without one none are. */
  readonly dir?: string | undefined;
}

/** A dashboard, a few streams of events and whoever asks for health now and then. */
const MAX_CONNECTIONS = 64;
/** For a torrent file that comes over a slow network; it has 64 MiB at most. */
const REQUEST_TIMEOUT = 60_000;

/**
 * Opens the control address. `GET /healthz` is answered by `node:http` alone, everything else by an Express app that is loaded
 * with the first request for it: a peer that nobody controls starts in half the time.
 *
 * @throws ListenError; ControlAddressError when it would be open to strangers
 */
export async function openControl(
  address: PeerAddress,
  components: ControlComponents,
  options: ControlOptions,
): Promise<ControlServer> {
  const bounds = { maxConnections: MAX_CONNECTIONS, requestTimeout: REQUEST_TIMEOUT };
  try {
    return await ControlServer.open({ address, token: options.token, ...bounds }, handlersOf(components, options));
  } catch (error) {
    throw error instanceof ControlAddressError ? error : toListenError(error, address);
  }
}

function handlersOf(components: ControlComponents, options: ControlOptions): ControlHandlers {
  const { daemon, log } = components;
  let app: Promise<RequestListener> | undefined;
  const load = async (): Promise<RequestListener> => (await import('./create-app.ts')).createApp(components, options);
  return {
    answerAnybody: (request, response) => answerHealth(daemon, request, response),
    answer: (request, response) => {
      app ??= load();
      app.then(
        (answer) => answer(request, response),
        (error: unknown) => {
          log.error({}, `the control address can't answer: ${String(error)}`);
          sendControlRefusal(
            response,
            new ControlError('internal', 'the control address could not be loaded; see the log'),
          );
        },
      );
    },
    onError: (error) => log.warn({}, `control address: ${error.message}`),
  };
}

/** Answers if it is asked for health. */
function answerHealth(daemon: ControlledDaemon, request: IncomingMessage, response: ServerResponse): boolean {
  // Not by `URL`, which refuses some paths that a client may send.
  const [path, query = ''] = (request.url ?? '').split('?', 2);
  if (path !== '/healthz') return false;
  const mustBeComplete = isLook(request) ? asksForComplete(query) : ONLY_GET;
  if (mustBeComplete instanceof ControlError) {
    sendControlRefusal(response, mustBeComplete);
  } else {
    const { status, body } = health(mustBeComplete, daemon.status());
    sendControlAnswer(response, status, body);
  }
  return true;
}

function isLook({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD';
}

const ONLY_GET = new ControlError('method-not-allowed', '/healthz is asked with GET');
