import type { Logger } from 'pino';
import type { TrackerCounters } from '../service/tracker-counters.ts';
import { clientIp } from './client-ip.ts';
import type { ProxyTrust } from './proxy-trust.ts';
import type { TrackerEndpoints } from './tracker-endpoints.ts';

const NOWHERE = 'the proxy in front of this tracker did not say where you are';

/** What answers are made with. */
export interface AnswerComponents {
  readonly endpoints: TrackerEndpoints;
  readonly counters: TrackerCounters;
  readonly log: Logger;
}

/** The body of an answer; later when the store is elsewhere. */
export type Answer = Uint8Array | Promise<Uint8Array>;

/** From a raw query, the address of its socket and its X-Forwarded-For to an answer. Never throws, never rejects. */
export type AnswerAnnounce = (query: string, remoteAddress: string, forwardedFor: string | undefined) => Answer;

/** Announces as they come by HTTP, whoever has read the request. */
export function createAnnounceAnswer(components: AnswerComponents, trust: ProxyTrust): AnswerAnnounce {
  const { endpoints } = components;
  return (query, remoteAddress, forwardedFor) =>
    answerOrLog(components, query, () => {
      const ip = clientIp(remoteAddress, forwardedFor, trust);
      if (ip === undefined) return endpoints.unread(remoteAddress, NOWHERE);
      return endpoints.announce(query, ip);
    });
}

/** An answer; a fault of our own stands in the log, and is not shown to strangers. */
export function answerOrLog(components: AnswerComponents, query: string, answer: () => Answer): Answer {
  try {
    const given = answer();
    return given instanceof Promise ? given.catch((error: unknown) => excuse(components, query, error)) : given;
  } catch (error) {
    return excuse(components, query, error);
  }
}

function excuse({ endpoints, counters, log }: AnswerComponents, query: string, error: unknown): Uint8Array {
  counters.internalErrors += 1;
  log.error({ err: error, query }, 'a request could not be answered');
  return endpoints.failure('internal', 'internal error of the tracker; its operator finds it in the log');
}
