import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isCrossOrigin } from '@seedbed/control';
import { ActionError, type DashboardAction, parseAction } from './action.ts';
import { sendError, sendJson } from './answer.ts';
import { readBody } from './read-body.ts';

const MOST_BYTES = 4_096;

/** Does one thing to the swarm. @throws ActionError when it can't be done */
export type Act = (action: DashboardAction) => void | Promise<void>;

/** Takes an action from whoever has the token of the run: a page of another site can neither know nor send it. */
export async function serveAction(
  act: Act | undefined,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (act === undefined) return sendError(response, 409, 'this run is over: nothing can be done to it');
  // Only the page itself sends one; what is no browser names no origin.
  if (isCrossOrigin(request))
    return sendError(response, 403, 'an action is taken from the page of the run itself alone');
  if (!isToken(request.headers['x-seedbed-token'], token)) {
    return sendError(response, 403, 'open the page by the address that the run has printed, with its token');
  }
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    return sendError(response, 415, 'send an action as application/json');
  }
  const body = await readBody(request, MOST_BYTES);
  if (body === undefined) {
    response.setHeader('connection', 'close');
    return sendError(response, 413, `an action has at most ${MOST_BYTES} bytes`);
  }
  try {
    await act(parseAction(parseJson(body)));
  } catch (error) {
    if (error instanceof ActionError) return sendError(response, 400, error.message);
    throw error;
  }
  sendJson(response, 202, {});
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new ActionError('the body is not JSON');
    throw error;
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The digests are compared, so that neither the time nor the length tells anything of the token. */
const isToken = (given: string | readonly string[] | undefined, token: string): boolean =>
  typeof given === 'string' && timingSafeEqual(digest(given), digest(token));
