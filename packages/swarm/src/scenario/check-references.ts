import { nearestName } from '@seedbed/settings';
import { checkLinks } from './check-links.ts';
import { checkSides } from './check-sides.ts';
import { checkSize } from './check-size.ts';
import type { Issue } from './describe-issue.ts';
import { namedPeers } from './named-peers.ts';
import type { NetworkName, PeerGroup, Scenario, Target, TimelineAction, TimelineEntry } from './scenario.ts';

/** What each part by itself can't know: names that are used are there, and given once; times fit counts. */
export function checkReferences(scenario: Scenario): Issue[] {
  const { peers, timeline, network } = scenario;
  const missing = (['seed', 'leech'] as const).filter((needed) => !peers.some(({ role }) => role === needed));
  return [
    ...peers.flatMap((group, index) => checkGroup(group, index, peers)),
    ...peers.flatMap((group, index) => checkClient(group, index, network)),
    ...timeline.flatMap((entry, index) => checkEntry(entry, index, peers)),
    ...missing.map((role) => ({ path: ['peers'], problem: `a swarm has a ${role} at least` })),
    ...checkLinks(scenario),
    ...checkSize(scenario),
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

/** What only our own daemon can be told. */
const OURS = ['choker', 'picker', 'slots'] as const;

function checkClient(group: PeerGroup, index: number, network: NetworkName | undefined): Issue[] {
  const { client, storage } = group;
  if (client === 'seedbed') return [];
  const issues: Issue[] = OURS.filter((field) => group[field] !== undefined).map((field) => ({
    path: ['peers', index, field],
    problem: `${client} can't be told; it is for client: seedbed`,
  }));
  if (storage !== 'file') {
    issues.push({ path: ['peers', index, 'storage'], problem: `${client} keeps its content in files: storage: file` });
  }
  if (network === 'loopback') {
    const problem = `${client} gets its link from the kernel, which takes network: namespaces`;
    issues.push({ path: ['peers', index, 'client'], problem });
  }
  return issues;
}

function checkEntry({ action }: TimelineEntry, index: number, groups: readonly PeerGroup[]): Issue[] {
  const problems = targetsOf(action)
    .map((target) => problemOf(target, groups) ?? foreignProblem(action, target, groups))
    .filter((problem) => problem !== undefined);
  const sides = action.kind === 'partition' ? checkSides(action.sides) : undefined;
  return [...problems, ...(sides === undefined ? [] : [sides])].map((problem) => ({
    path: ['timeline', index, action.kind],
    problem,
  }));
}

function targetsOf(action: TimelineAction): readonly Target[] {
  if (action.kind === 'partition') return action.sides.flat();
  return 'targets' in action ? action.targets : [];
}

function problemOf(target: Target, groups: readonly PeerGroup[]): string | undefined {
  const { group: name, who } = namedPeers(target);
  const group = groups.find((known) => known.name === name);
  if (group === undefined) {
    const names = groups.map((known) => known.name);
    const near = nearestName(name, names);
    return `there is no group ${name}; ${near === undefined ? `there are ${names.join(', ')}` : `did you mean ${near}?`}`;
  }
  if (typeof target !== 'string' && target.count > group.count) {
    return `${name} has ${group.count} peers, not ${target.count}`;
  }
  const isThere = typeof who !== 'number' || (who >= 1 && who <= group.count);
  return isThere ? undefined : `${name} has the peers ${name}-1 to ${name}-${group.count}`;
}

/** What only our own daemon can be made to do. */
const FAULTS: readonly string[] = ['corrupt', 'diskFull'];

function foreignProblem({ kind }: TimelineAction, target: Target, groups: readonly PeerGroup[]): string | undefined {
  const { group: name } = namedPeers(target);
  const client = groups.find((group) => group.name === name)?.client ?? 'seedbed';
  return client === 'seedbed' || !FAULTS.includes(kind) ? undefined : `${name} is ${client}, to which it can't be done`;
}
