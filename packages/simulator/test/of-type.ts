import type { SwarmEvent } from '@seedbed/events';

/** The events of one type, in order. */
export const ofType = <T extends SwarmEvent['type']>(
  events: readonly SwarmEvent[],
  type: T,
): Extract<SwarmEvent, { type: T }>[] =>
  events.filter((event): event is Extract<SwarmEvent, { type: T }> => event.type === type);
