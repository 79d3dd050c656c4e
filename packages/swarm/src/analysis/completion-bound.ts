import type { RunFacts } from './run-facts.ts';

/** What decides how soon a swarm can be done. */
type BoundBy = 'seeds' | 'slowest-download' | 'all-uplinks';

/** The least time that a swarm can take, ms, or why nothing can be said. */
export type CompletionBound =
  | { readonly applies: true; readonly time: number; readonly by: BoundBy }
  | { readonly applies: false; readonly why: string };

/**
 * The least time in which every leech can have everything, for a fluid of bytes and peers that begin empty at once and
 * all stay: max(F/u_s, F/d_min, N F/(u_s + sum u_i)).
 *
 * F is the length, N the number of leeches, u_s what all seeds together send, u_i and d_min of the leeches. Each bit has
 * to leave the seeds once, to enter the slowest leech once, and to be sent N times by all together.
 *
 * Source: Kumar and Ross, "Peer-Assisted File Distribution: The Minimum Distribution Time" (2006).
 */
export function completionBound({ length, peers, unbound }: RunFacts): CompletionBound {
  if (unbound !== undefined) return { applies: false, why: unbound };
  const leeches = peers.filter(({ role }) => role === 'leech');
  const seeds = peers.filter(({ role }) => role === 'seed');
  if (leeches.length === 0) return { applies: false, why: 'there is no leech' };
  const unlimited = peers.find(({ upload }) => upload === undefined);
  if (unlimited !== undefined) return { applies: false, why: `the uplink of ${unlimited.name} has no limit` };
  const seedRate = sum(seeds.map(({ upload = 0 }) => upload));
  if (seedRate === 0) return { applies: false, why: 'there is no seed' };
  const slowest = Math.min(...leeches.map(({ download = Number.POSITIVE_INFINITY }) => download));
  const all = seedRate + sum(leeches.map(({ upload = 0 }) => upload));
  const candidates: readonly (readonly [BoundBy, number])[] = [
    ['seeds', length / seedRate],
    ['slowest-download', length / slowest],
    ['all-uplinks', (leeches.length * length) / all],
  ];
  const [by, seconds] = candidates.reduce((most, one) => (one[1] > most[1] ? one : most));
  return { applies: true, time: seconds * 1_000, by };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
