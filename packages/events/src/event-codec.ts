import { EVENT_FIELDS } from './event-fields.ts';
import { type FieldCheck, isText, isTime } from './field-check.ts';
import type { SwarmEvent } from './swarm-event.ts';

/** Made once: a record holds millions of events. A map, so that `constructor` is no type. */
const CHECKS: ReadonlyMap<unknown, readonly (readonly [string, FieldCheck])[]> = new Map(
  Object.entries(EVENT_FIELDS).map(([type, checks]) => [type, Object.entries(checks)]),
);

/** One event as one line of NDJSON, its line end included. */
export function encodeEvent(event: SwarmEvent): string {
  return `${JSON.stringify(event)}\n`;
}

/** Reads one line, with or without its line end; undefined when it is no event. Fields that are not known are kept. */
export function decodeEvent(line: string): SwarmEvent | undefined {
  const value = parseJson(line);
  return isSwarmEvent(value) ? value : undefined;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isSwarmEvent(value: unknown): value is SwarmEvent {
  if (typeof value !== 'object' || value === null) return false;
  const event = value as Readonly<Record<string, unknown>>;
  const { t, peer, type } = event;
  if (!isTime(t) || !isText(peer)) return false;
  return CHECKS.get(type)?.every(([field, check]) => check(event[field])) === true;
}
