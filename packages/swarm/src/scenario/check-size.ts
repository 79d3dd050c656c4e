import type { Issue } from './describe-issue.ts';
import { namedPeers } from './named-peers.ts';
import type { PeerGroup, Scenario, Target, TimelineAction } from './scenario.ts';

/** Of all groups together: more than there are addresses for. */
const MOST_PEERS = 100_000;
/** A plan writes out whom each entry means, some 20 bytes a name, and a run reads all of it. */
const MOST_NAMES = 1_000_000;

/** What is written in a line may come to more than a machine holds: peers of all groups, and peers named by all entries. */
export function checkSize({ peers, timeline }: Scenario): Issue[] {
  const all = peers.reduce((sum, { count }) => sum + count, 0);
  if (all > MOST_PEERS) {
    return [{ path: ['peers'], problem: `${all} peers in all groups together; the most is ${MOST_PEERS}` }];
  }
  let named = 0;
  for (const [index, { action, for: time }] of timeline.entries()) {
    // What is undone after a time is an entry more.
    named += peersIn(action, peers) * (time === undefined ? 1 : 2);
    if (named <= MOST_NAMES) continue;
    const problem = `by this entry the timeline has named peers ${named} times, each peer of a group counted; the most is ${MOST_NAMES}: name fewer at a time, or take entries out`;
    return [{ path: ['timeline', index, action.kind], problem }];
  }
  return [];
}

function peersIn(action: TimelineAction, groups: readonly PeerGroup[]): number {
  if (action.kind === 'partition') return countOf(action.sides.flat(), groups);
  return 'targets' in action ? countOf(action.targets, groups) : 0;
}

/** A lot is drawn for each peer of its group, whoever is taken. */
const countOf = (targets: readonly Target[], groups: readonly PeerGroup[]): number =>
  targets.reduce((sum, target) => {
    const { group, who } = namedPeers(target);
    const count = groups.find(({ name }) => name === group)?.count ?? 0;
    return sum + (typeof who === 'number' ? 1 : count);
  }, 0);
