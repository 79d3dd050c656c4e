import type { SwarmEvent } from '@seedbed/events';

/** What is worth a mark on the bar of time; `end` is where a run rests that is over. */
export type MarkKind = 'phase' | 'action' | 'arrival' | 'complete' | 'departure' | 'fault' | 'end';

export interface Mark {
  /** ms on the clock of the events. */
  readonly t: number;
  readonly kind: MarkKind;
  /** What was done: of an action `kill`, `link`…; of a phase its name. */
  readonly label: string;
  readonly peers: readonly string[];
  /** For people; may be empty. */
  readonly detail: string;
}

/** The mark of an event; undefined for the many that have none. */
export function markOf(event: SwarmEvent): Mark | undefined {
  const { t, peer } = event;
  switch (event.type) {
    case 'run-phase':
      return { t, kind: 'phase', label: event.phase, peers: [], detail: '' };
    case 'run-action':
      return { t, kind: 'action', label: event.action, peers: event.peers, detail: event.detail };
    case 'peer-started':
      return { t, kind: 'arrival', label: 'arrival', peers: [peer], detail: '' };
    case 'completed':
      return { t, kind: 'complete', label: 'complete', peers: [peer], detail: '' };
    case 'peer-stopped':
      return { t, kind: 'departure', label: 'departure', peers: [peer], detail: '' };
    case 'fault':
      return { t, kind: 'fault', label: 'fault', peers: [peer], detail: event.reason };
    default:
      return undefined;
  }
}
