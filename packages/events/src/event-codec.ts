import { EVENT_FIELDS } from './event-fields.ts';
import type { EventType } from './event-level.ts';
import { type FieldCheck, isText, isTime } from './field-check.ts';
import type { SwarmEvent } from './swarm-event.ts';

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
  if (!isTime(t) || !isText(peer) || !isEventType(type)) return false;
  const checks: readonly (readonly [string, FieldCheck])[] = Object.entries(EVENT_FIELDS[type]);
  return checks.every(([field, check]) => check(event[field]));
}

function isEventType(type: unknown): type is EventType {
  return typeof type === 'string' && Object.hasOwn(EVENT_FIELDS, type);
}
