/** What can be looked at. */
export const VIEWS = ['swarm', 'pieces', 'peer', 'curves', 'tour'] as const;
export type View = (typeof VIEWS)[number];

/** A place in a run that a link leads to: a moment, a peer, a view; what is absent is left as it is. */
export interface Place {
  readonly view?: View;
  /** Seconds since the run began, to the millisecond. */
  readonly t?: number;
  /** Events that had happened: many happen in one millisecond. In another order of the same run `t` alone counts. */
  readonly event?: number;
  readonly peer?: string;
  /** Step of the tour, counted from 1. */
  readonly step?: number;
}

/** Whether it says when; else it is about what is shown alone. */
export const hasMoment = ({ t, event }: Place): boolean => t !== undefined || event !== undefined;

const LONGEST_NAME = 200;

/** Reads the fragment of an address, `#t=12.345&event=1234&peer=leech-3&view=pieces`. What makes no sense is left out: links are typed by hand. */
export function parsePlace(fragment: string): Place {
  const fields = new URLSearchParams(fragment.replace(/^#/, ''));
  const view = VIEWS.find((name) => name === fields.get('view'));
  const t = numberIn(fields.get('t'));
  const event = countIn(fields.get('event'));
  const step = countIn(fields.get('step'));
  const peer = fields.get('peer');
  return {
    ...(view !== undefined && { view }),
    ...(t !== undefined && { t }),
    ...(event !== undefined && { event }),
    ...(peer !== null && peer !== '' && peer.length <= LONGEST_NAME && { peer }),
    ...(step !== undefined && step >= 1 && { step }),
  };
}

/** The fragment of a link to a place, without `#`. The token of a live run is never in it: a link is made to be sent around. */
export function formatPlace({ view, t, event, peer, step }: Place): string {
  const fields = new URLSearchParams();
  if (view !== undefined) fields.set('view', view);
  if (t !== undefined) fields.set('t', String(Math.round(t * 1_000) / 1_000));
  if (event !== undefined) fields.set('event', String(event));
  if (peer !== undefined) fields.set('peer', peer);
  if (step !== undefined) fields.set('step', String(step));
  return fields.toString();
}

/** The token that the launcher put into the address that it printed. */
export function tokenIn(fragment: string): string | undefined {
  return new URLSearchParams(fragment.replace(/^#/, '')).get('token') ?? undefined;
}

function numberIn(text: string | null): number | undefined {
  if (text === null || !/^\d{1,9}(\.\d{1,6})?$/.test(text)) return undefined;
  return Number(text);
}

function countIn(text: string | null): number | undefined {
  const number = numberIn(text);
  return Number.isInteger(number) ? number : undefined;
}
