/** What may be done to a running swarm from its page. Rates are bytes per second, times ms; null takes a limit away. */
export type DashboardAction =
  | { readonly kind: 'kill' | 'pause' | 'resume' | 'corrupt'; readonly peer: string }
  | { readonly kind: 'add-leech'; readonly group?: string }
  | {
      readonly kind: 'link';
      readonly peer: string;
      readonly upload?: number | null;
      readonly download?: number | null;
      readonly latency?: number;
    }
  | { readonly kind: 'partition'; readonly sides: readonly [readonly string[], readonly string[]] }
  | { readonly kind: 'heal' }
  | { readonly kind: 'tracker'; readonly state: 'down' | 'up' };

/** An action that makes no sense, or that can't be done now; the message says in one line what would be right. */
export class ActionError extends Error {
  override readonly name = 'ActionError';
}

type Fields = Readonly<Record<string, unknown>>;

const KINDS = ['kill', 'pause', 'resume', 'corrupt', 'add-leech', 'link', 'partition', 'heal', 'tracker'] as const;
/** Slower than this nothing can be told from a broken link. */
const LEAST_RATE = 1_024;
const MOST_LATENCY = 60_000;
const MOST_NAMES = 10_000;

/** @throws ActionError */
export function parseAction(value: unknown): DashboardAction {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ActionError('an action is an object with a kind');
  }
  const fields = value as Fields;
  const { kind: asked, group, state } = fields;
  const kind = KINDS.find((known) => known === asked);
  switch (kind) {
    case 'kill':
    case 'pause':
    case 'resume':
    case 'corrupt':
      return only(fields, ['peer'], { kind, peer: nameIn(fields, 'peer') });
    case 'add-leech':
      return only(fields, ['group'], group === undefined ? { kind } : { kind, group: nameIn(fields, 'group') });
    case 'link':
      return only(fields, ['peer', 'upload', 'download', 'latency'], parseLink(fields));
    case 'partition':
      return only(fields, ['sides'], { kind, sides: sidesIn(fields) });
    case 'heal':
      return only(fields, [], { kind });
    case 'tracker':
      if (state !== 'down' && state !== 'up') throw new ActionError('state is "down" or "up"');
      return only(fields, ['state'], { kind, state: state });
    case undefined:
      throw new ActionError(`kind is one of ${KINDS.join(', ')}`);
  }
}

function parseLink(fields: Fields): DashboardAction {
  const { upload, download, latency } = fields;
  if (upload === undefined && download === undefined && latency === undefined) {
    throw new ActionError('a link is given upload, download or latency');
  }
  return {
    kind: 'link',
    peer: nameIn(fields, 'peer'),
    ...(upload !== undefined && { upload: rateIn(fields, 'upload') }),
    ...(download !== undefined && { download: rateIn(fields, 'download') }),
    ...(latency !== undefined && { latency: latencyIn(fields) }),
  };
}

/** What is not known is refused: whoever misspells a field would get something else than was meant. */
function only(fields: Fields, names: readonly string[], action: DashboardAction): DashboardAction {
  const other = Object.keys(fields).find((name) => name !== 'kind' && !names.includes(name));
  if (other === undefined) return action;
  throw new ActionError(`${action.kind} takes ${names.length === 0 ? 'nothing else' : names.join(', ')}`);
}

function nameIn(fields: Fields, field: string): string {
  const name = fields[field];
  if (typeof name === 'string' && name !== '' && name.length <= 200) return name;
  throw new ActionError(`${field} is a name`);
}

function rateIn(fields: Fields, field: string): number | null {
  const rate = fields[field];
  if (rate === null) return null;
  if (typeof rate === 'number' && Number.isSafeInteger(rate) && rate >= LEAST_RATE) return rate;
  throw new ActionError(`${field} is a whole number of bytes per second from ${LEAST_RATE} on, or null for no limit`);
}

function latencyIn({ latency }: Fields): number {
  if (typeof latency === 'number' && latency >= 0 && latency <= MOST_LATENCY) return latency;
  throw new ActionError(`latency is 0 to ${MOST_LATENCY} ms`);
}

function sidesIn({ sides }: Fields): readonly [readonly string[], readonly string[]] {
  const [one, other, third] = Array.isArray(sides) ? (sides as readonly unknown[]) : [];
  if (third === undefined && isNames(one) && isNames(other)) return [one, other];
  throw new ActionError('sides are two lists of names, none of them empty');
}

const isNames = (value: unknown): value is readonly string[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.length <= MOST_NAMES &&
  value.every((name) => typeof name === 'string' && name !== '');
