import { nearestName } from '@seedbed/settings';
import type { Issue } from './describe-issue.ts';
import type { PeerGroup, Scenario, Target, TimelineAction, TimelineEntry } from './scenario.ts';

/** What each part by itself can't know: names that are used are there, and given once; times fit counts. */
export function checkReferences({ peers, timeline }: Scenario): Issue[] {
  const hasLeech = peers.some(({ role }) => role === 'leech');
  return [
    ...peers.flatMap((group, index) => checkGroup(group, index, peers)),
    ...timeline.flatMap((entry, index) => checkEntry(entry, index, peers)),
    ...(hasLeech ? [] : [{ path: ['peers'], problem: 'a swarm has a leech at least' }]),
  ];
}

function checkGroup({ name, arrival, count }: PeerGroup, index: number, groups: readonly PeerGroup[]): Issue[] {
  const issues: Issue[] = [];
  if (groups.findIndex((group) => group.name === name) < index) {
    issues.push({ path: ['peers', index, 'name'], problem: `another group is called ${name} already` });
  }
  if (arrival.kind === 'times' && arrival.times.length !== count) {
    const problem = `${arrival.times.length} times for ${count} peers; each peer has one`;
    issues.push({ path: ['peers', index, 'arrival'], problem });
  }
  return issues;
}

function checkEntry({ action }: TimelineEntry, index: number, groups: readonly PeerGroup[]): Issue[] {
  return targetsOf(action)
    .map((target) => problemOf(target, groups))
    .filter((problem) => problem !== undefined)
    .map((problem) => ({ path: ['timeline', index, action.kind], problem }));
}

function targetsOf(action: TimelineAction): readonly Target[] {
  if (action.kind === 'partition') return action.sides.flat();
  return 'targets' in action ? action.targets : [];
}

function problemOf(target: Target, groups: readonly PeerGroup[]): string | undefined {
  const [name, number] = typeof target === 'string' ? splitName(target) : [target.group, undefined];
  const group = groups.find((known) => known.name === name);
  if (group === undefined) {
    const names = groups.map((known) => known.name);
    const near = nearestName(name, names);
    return `there is no group ${name}; ${near === undefined ? `there are ${names.join(', ')}` : `did you mean ${near}?`}`;
  }
  if (typeof target !== 'string' && target.count > group.count) {
    return `${name} has ${group.count} peers, not ${target.count}`;
  }
  const isThere = number === undefined || (number >= 1 && number <= group.count);
  return isThere ? undefined : `${name} has the peers ${name}-1 to ${name}-${group.count}`;
}

/** `leech-3` is the third of `leech`; the name of a group never ends like that. */
function splitName(target: string): readonly [string, number | undefined] {
  const [, name, number] = /^(.*)-(\d+)$/.exec(target) ?? [];
  return name === undefined ? [target, undefined] : [name, Number(number)];
}
