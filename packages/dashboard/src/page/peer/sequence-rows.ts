import type { SwarmEvent } from '@seedbed/events';

export type WireEvent = Extract<SwarmEvent, { readonly type: 'wire' }>;

/** One arrow of a sequence diagram: a message, or several alike in a row. */
export interface SequenceRow {
  /** The first of them. */
  readonly event: WireEvent;
  readonly count: number;
}

/** Tells messages apart: the same one may be read from the recording again. */
export function wireKey({ t, peer, remote, direction, hex }: WireEvent): string {
  return `${t} ${peer} ${remote} ${direction} ${hex}`;
}

/** Messages that come in rows; each of the others is an arrow of its own. */
const REPEATED = new Set(['request', 'piece', 'have', 'cancel']);

/** Puts messages of the same kind and direction that follow each other into one row. @param events the oldest first */
export function sequenceRows(events: readonly WireEvent[]): SequenceRow[] {
  const rows: { event: WireEvent; count: number }[] = [];
  for (const event of events) {
    const last = rows.at(-1);
    const isSame = last?.event.message === event.message && last.event.direction === event.direction;
    if (last !== undefined && isSame && REPEATED.has(event.message)) last.count += 1;
    else rows.push({ event, count: 1 });
  }
  return rows;
}
