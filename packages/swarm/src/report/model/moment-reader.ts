import type { RunAction, SwarmEvent } from '@seedbed/events';
import { formatCount } from '@seedbed/settings';
import type { PlannedPeer } from '../../scenario/run-plan.ts';
import type { Moment, MomentKind } from './report-model.ts';

/** Of one kind there are at most so many moments: what lies nearer together is told as one. */
const MOST_OF_A_KIND = 80;
/** Names that are written out. */
const MOST_NAMES = 3;

interface Happening {
  readonly t: number;
  readonly kind: MomentKind;
  readonly what: string;
  readonly peers: readonly string[];
}

/** What a launcher does to its run, in words that follow the names of peers. */
const DEEDS: Readonly<Record<string, readonly [MomentKind, string]>> = {
  kill: ['departure', 'killed'],
  stop: ['departure', 'leaving'],
  pause: ['fault', 'paused'],
  resume: ['relief', 'going on'],
  restart: ['relief', 'started anew'],
  corrupt: ['fault', 'sending wrong blocks'],
  diskFull: ['fault', 'with a full disk'],
  'disk-full': ['fault', 'with a full disk'],
  diskRoom: ['relief', 'with room on the disk again'],
  link: ['fault', 'on another link'],
  partition: ['fault', 'the network is cut'],
  heal: ['relief', 'the network is whole again'],
  tracker: ['fault', 'the tracker'],
};

/** What happens to a run beside the exchange of pieces: who comes and goes, what is broken and mended. */
export class MomentReader {
  readonly #atOnce: ReadonlySet<string>;
  readonly #seen = new Set<string>();
  /** Peers whose leaving the launcher has told. */
  readonly #told = new Set<string>();
  readonly #happenings: Happening[] = [];

  constructor(peers: readonly PlannedPeer[]) {
    this.#atOnce = new Set(peers.filter(({ arrival }) => arrival === 0).map(({ name }) => name));
  }

  apply(event: SwarmEvent): void {
    const { t, peer } = event;
    switch (event.type) {
      case 'peer-started':
        if (this.#seen.has(peer) || !this.#atOnce.has(peer)) this.#add(t, 'arrival', 'coming', [peer]);
        this.#seen.add(peer);
        this.#told.delete(peer);
        return;
      case 'peer-stopped':
        if (!this.#told.has(peer)) this.#add(t, 'departure', 'leaving', [peer]);
        return;
      case 'run-action':
        return this.#deed(t, event);
      case 'fault':
        return this.#add(t, 'trouble', event.reason, [peer]);
      case 'piece-corrupt':
        return this.#add(t, 'trouble', 'getting a corrupt piece', [peer]);
      case 'events-lost':
        return this.#add(t, 'trouble', 'losing events', [peer]);
    }
  }

  /** In the order of their times, since `start`. */
  moments(start: number, end: number): readonly Moment[] {
    const span = Math.max(1, (end - start) / MOST_OF_A_KIND);
    const together = new Map<string, Happening & { peers: string[] }>();
    for (const happening of this.#happenings.filter(({ t }) => t >= start && t < end)) {
      const key = `${happening.kind} ${happening.what} ${Math.floor((happening.t - start) / span)}`;
      const first = together.get(key);
      if (first === undefined) together.set(key, { ...happening, peers: [...happening.peers] });
      else first.peers.push(...happening.peers);
    }
    return [...together.values()].map(({ t, kind, what, peers }) => ({
      ...{ t: Math.round(t - start), kind },
      text: textOf(what, [...new Set(peers)]),
    }));
  }

  #deed(t: number, { action, peers, detail }: RunAction): void {
    if (action === 'start') return;
    if (action === 'kill' || action === 'stop') for (const name of peers) this.#told.add(name);
    const [kind, words] = DEEDS[action] ?? ['fault' as const, action];
    const isBack = /\b(?:up|back|heal)\b/.test(detail);
    this.#add(t, isBack && kind === 'fault' ? 'relief' : kind, detail === '' ? words : `${words}: ${detail}`, peers);
  }

  #add(t: number, kind: MomentKind, what: string, peers: readonly string[]): void {
    this.#happenings.push({ t, kind, what, peers });
  }
}

function textOf(what: string, peers: readonly string[]): string {
  if (peers.length === 0) return what;
  const named = peers.slice(0, MOST_NAMES).join(', ');
  const more = peers.length - MOST_NAMES;
  return `${named}${more > 0 ? ` and ${formatCount(more, 'more', 'more')}` : ''}: ${what}`;
}
