import type { EventLevel, SwarmEventBody } from './swarm-event.ts';

/** What an event is called. */
export type EventType = SwarmEventBody['type'];

const LEVELS: Readonly<Record<EventType, EventLevel>> = {
  'peer-started': 'peer',
  completed: 'peer',
  'peer-stopped': 'peer',
  announced: 'peer',
  'announce-failed': 'peer',
  fault: 'peer',
  'events-lost': 'peer',
  connected: 'piece',
  disconnected: 'piece',
  choke: 'piece',
  unchoke: 'piece',
  interested: 'piece',
  'not-interested': 'piece',
  piece: 'piece',
  'piece-corrupt': 'piece',
  have: 'piece',
  request: 'block',
  cancel: 'block',
  block: 'block',
};

/** The levels; each includes the ones before it. */
export const EVENT_LEVELS: readonly EventLevel[] = ['peer', 'piece', 'block'];

/** The lowest level at which events of this type are told. */
export function levelOf(type: EventType): EventLevel {
  return LEVELS[type];
}

/** Whether a run at `level` tells events of this type: each level includes the ones before it. */
export function isToldAt(level: EventLevel, type: EventType): boolean {
  return EVENT_LEVELS.indexOf(levelOf(type)) <= EVENT_LEVELS.indexOf(level);
}
