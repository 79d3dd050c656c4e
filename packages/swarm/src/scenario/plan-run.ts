import { seededRandom } from '@seedbed/simulator';
import { changedLink } from './changed-link.ts';
import { planArrivals } from './plan-arrivals.ts';
import type { PlannedAction, PlannedDeparture, PlannedEvent, PlannedPeer, RunPlan } from './run-plan.ts';
import type { Departure, PeerGroup, Scenario, Target, TimelineEntry } from './scenario.ts';

/** What a plan needs that is not in the scenario itself. */
export interface PlanFacts {
  /** Of the content, bytes. */
  readonly length: number;
  /** Times of the trace files, ms, by their names. */
  readonly traces?: ReadonlyMap<string, readonly number[]>;
}

/**
 * Makes a scenario definite. Each group draws from a source of its own, so that a change of one leaves the others as they
 * were.
 *
 * @throws RangeError when a trace is too short
 */
export function planRun(scenario: Scenario, seedValue: number, facts: PlanFacts): RunPlan {
  const peers = scenario.peers.flatMap((group) => planGroup(group, scenario, seedValue, facts));
  const random = sourceOf(seedValue, 'timeline');
  const timeline = scenario.timeline.flatMap((entry) => planEntry(entry, scenario.peers, random));
  return { peers, timeline: timeline.toSorted((a, b) => a.at - b.at) };
}

function planGroup(group: PeerGroup, { defaults }: Scenario, seedValue: number, facts: PlanFacts): PlannedPeer[] {
  const random = sourceOf(seedValue, group.name);
  const trace = group.arrival.kind === 'trace' ? facts.traces?.get(group.arrival.file) : undefined;
  const arrivals = planArrivals(group.arrival, group.count, random, trace);
  const { name, role, client, storage, choker, picker, slots } = group;
  return arrivals.map((arrival, index) => ({
    name: `${name}-${index + 1}`,
    group: name,
    role,
    client,
    storage,
    choker,
    picker,
    slots,
    link: changedLink(defaults.link, group.link),
    arrival: group.delay + arrival,
    departure: planDeparture(group.departure, facts.length, random),
  }));
}

/** One draw for each peer, whatever comes of it, so that the next peer's does not depend on it. */
function planDeparture(departure: Departure, length: number, random: () => number): PlannedDeparture | undefined {
  const draw = random();
  if (departure.kind === 'never' || draw >= departure.probability) return undefined;
  const { when, after, how } = departure;
  switch (when.kind) {
    case 'complete':
      return { when: 'complete', after, how };
    case 'time':
      return { when: { time: when.time }, after, how };
    case 'ratio':
      return { when: { sent: Math.ceil(when.ratio * length) }, after, how };
  }
}

function planEntry(
  { at, action, for: time }: TimelineEntry,
  groups: readonly PeerGroup[],
  random: () => number,
): PlannedEvent[] {
  const planned = planAction(action, (targets) => namesOf(targets, groups, random));
  const undone = time === undefined ? undefined : undoing(planned);
  return undone === undefined
    ? [{ at, action: planned }]
    : [
        { at, action: planned },
        { at: at + (time ?? 0), action: undone },
      ];
}

function planAction(action: TimelineEntry['action'], names: (targets: readonly Target[]) => string[]): PlannedAction {
  switch (action.kind) {
    case 'partition':
      return { kind: 'partition', sides: action.sides.map(names) };
    case 'link':
      return { kind: 'link', peers: names(action.targets), to: action.to };
    case 'heal':
    case 'tracker':
      return action;
    default:
      return { kind: action.kind, peers: names(action.targets) };
  }
}

function undoing(action: PlannedAction): PlannedAction | undefined {
  switch (action.kind) {
    case 'pause':
      return { kind: 'resume', peers: action.peers };
    case 'diskFull':
      return { kind: 'diskRoom', peers: action.peers };
    case 'partition':
      return { kind: 'heal' };
    case 'link':
      return { kind: 'link', peers: action.peers, to: 'back' };
    case 'tracker':
      return { kind: 'tracker', state: 'up' };
    default:
      return undefined;
  }
}

/** The peers that are meant, each once, in the order of the groups. */
function namesOf(targets: readonly Target[], groups: readonly PeerGroup[], random: () => number): string[] {
  const names = targets.flatMap((target) => {
    if (typeof target !== 'string') return draw(peersOf(target.group, groups), target.count, random);
    const all = peersOf(target, groups);
    return all.length > 0 ? all : [target];
  });
  return [...new Set(names)];
}

function peersOf(name: string, groups: readonly PeerGroup[]): string[] {
  const count = groups.find((group) => group.name === name)?.count ?? 0;
  return Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);
}

/** Some of them by lot, in their order: each is taken with the chance that fills the places that are left. */
function draw(names: readonly string[], count: number, random: () => number): string[] {
  let places = count;
  return names.filter((_, index) => {
    const isTaken = random() * (names.length - index) < places;
    if (isTaken) places -= 1;
    return isTaken;
  });
}

/** A source of chance for one purpose (FNV-1a of its name, mixed with the seed value). */
function sourceOf(seedValue: number, purpose: string): () => number {
  let hash = 0x811c9dc5;
  for (const character of `${seedValue} ${purpose}`)
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return seededRandom(hash >>> 0);
}
