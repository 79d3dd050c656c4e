/** What can be looked at. */
export const VIEWS = ['swarm', 'pieces', 'peer', 'curves', 'tour'] as const;
export type View = (typeof VIEWS)[number];

/** A place in a run that a link leads to: a moment, a peer, a view; what is absent is left as it is. */
export interface Place {
  readonly view?: View;
  /** Seconds since the run began. */
  readonly t?: number;
  readonly peer?: string;
  /** Step of the tour, counted from 1. */
  readonly step?: number;
}

const LONGEST_NAME = 200;

/** Reads the fragment of an address, `#t=12.3&peer=leech-3&view=pieces`. What makes no sense is left out: links are typed by hand. */
export function parsePlace(fragment: string): Place {
  const fields = new URLSearchParams(fragment.replace(/^#/, ''));
  const view = VIEWS.find((name) => name === fields.get('view'));
  const t = numberIn(fields.get('t'));
  const step = numberIn(fields.get('step'));
  const peer = fields.get('peer');
  return {
    ...(view !== undefined && { view }),
    ...(t !== undefined && { t }),
    ...(peer !== null && peer !== '' && peer.length <= LONGEST_NAME && { peer }),
    ...(step !== undefined && Number.isInteger(step) && step >= 1 && { step }),
  };
}

/** The fragment of a link to a place, without `#`. The token of a live run is never in it: a link is made to be sent around. */
export function formatPlace({ view, t, peer, step }: Place): string {
  const fields = new URLSearchParams();
  if (view !== undefined) fields.set('view', view);
  if (t !== undefined) fields.set('t', String(Math.round(t * 10) / 10));
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
