import { messageOf, SwarmFailure } from '../failure.ts';
import { askHealth } from './ask-health.ts';
import { Change } from './change.ts';
import type { Programs } from './programs.ts';

const urlIn = (message: object): string | undefined =>
  'url' in message && typeof message.url === 'string' ? message.url : undefined;

// Peers that miss each other at the start meet at the next announce, so it comes soon.
const INTERVAL = '10s';

/** What events call the tracker of a run. */
export const TRACKER_NAME = 'tracker';

/** Starts the tracker of a run, waits until it is healthy, and answers its announce URL. */
export const startTracker = async (
  programs: Programs,
  ip: string,
  onEvents: (text: string) => void,
  signal: AbortSignal,
): Promise<string> => {
  const change = new Change();
  let url: string | undefined;
  programs.startTracker({
    name: TRACKER_NAME,
    module: new URL(import.meta.resolve('@seedbed/tracker/process')),
    config: { http: `${ip}:0`, interval: INTERVAL, 'min-interval': '1s', 'log-level': 'warn' },
    onMessage: (message) => {
      if (message.type === 'ready') url = urlIn(message);
      change.tell();
    },
    onEvents,
  });
  await change.until(() => url !== undefined, signal);
  const answering = url ?? '';
  try {
    if (!(await askHealth(answering, signal))) throw new Error('its health check does not answer 200');
  } catch (error) {
    signal.throwIfAborted();
    throw new SwarmFailure('tracker-failed', `tracker at ${answering}: ${messageOf(error)}`, { cause: error });
  }
  return answering;
};
