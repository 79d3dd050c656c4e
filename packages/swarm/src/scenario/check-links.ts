import { formatDuration } from '@seedbed/settings';
import { changedLink } from './changed-link.ts';
import type { Issue, Path } from './describe-issue.ts';
import { namedPeers } from './named-peers.ts';
import type { Link, LinkChange, PeerGroup, Scenario, Target } from './scenario.ts';

/**
 * The links of a group at a moment: of the peers that the timeline has named by their numbers, and of all others. So its
 * size follows from what is written, not from how many peers there are.
 */
interface GroupLinks {
  readonly planned: Link;
  others: Link;
  readonly ofNumber: Map<number, Link>;
}

/** Links that are wrong only when their parts come together: of the defaults, of a group, and of changes one after another. */
export function checkLinks({ defaults, peers, timeline }: Scenario): Issue[] {
  const ofGroups = peers.flatMap(({ link }, index) => {
    return issueOf(changedLink(defaults.link, link), link, ['peers', index, 'link']);
  });
  return ofGroups.length > 0 ? ofGroups : checkChanges(defaults.link, peers, timeline);
}

function checkChanges(link: Link, groups: readonly PeerGroup[], timeline: Scenario['timeline']): Issue[] {
  const links = new Map(groups.map((group) => [group.name, linksOf(changedLink(link, group.link))] as const));
  return changesIn(timeline).flatMap(({ targets, to, path }) => {
    const issues = targets.flatMap((target) => {
      const issue = change(target, to, links);
      return issue === undefined || to === 'back' ? [] : issueOf(issue, to, path);
    });
    return issues.slice(0, 1);
  });
}

const linksOf = (planned: Link): GroupLinks => ({ planned, others: planned, ofNumber: new Map() });

interface Change {
  readonly at: number;
  readonly targets: readonly Target[];
  readonly to: LinkChange | 'back';
  readonly path: Path;
}

/** In the order in which they are done; what is undone becomes as planned. */
function changesIn(timeline: Scenario['timeline']): Change[] {
  const changes = timeline.flatMap(({ at, action, for: time }, index): Change[] => {
    if (action.kind !== 'link') return [];
    const change = { at, targets: action.targets, to: action.to, path: ['timeline', index, 'to'] };
    return time === undefined ? [change] : [change, { ...change, at: at + time, to: 'back' }];
  });
  return changes.toSorted((a, b) => a.at - b.at);
}

/** Answers a link that can't be, where one comes of it. Who of a group is drawn is not known, so it is not followed. */
function change(target: Target, to: LinkChange | 'back', links: ReadonlyMap<string, GroupLinks>): Link | undefined {
  const { group, who } = namedPeers(target);
  const known = links.get(group);
  if (known === undefined) return undefined;
  const become = (link: Link): Link => (to === 'back' ? known.planned : changedLink(link, to));
  if (typeof who === 'number') {
    const link = become(known.ofNumber.get(who) ?? known.others);
    known.ofNumber.set(who, link);
    return isPossible(link) ? undefined : link;
  }
  const others = become(known.others);
  let wrong = isPossible(others) ? undefined : others;
  if (who === 'all') known.others = others;
  for (const [number, before] of known.ofNumber) {
    const link = become(before);
    if (!isPossible(link)) wrong ??= link;
    if (who === 'some') continue;
    if (isLike(link, others)) known.ofNumber.delete(number);
    else known.ofNumber.set(number, link);
  }
  return wrong;
}

/** In what is checked here: who is as the others again needs no place of its own. */
const isLike = (a: Link, b: Link): boolean => a.latency === b.latency && a.jitter === b.jitter;

const isPossible = ({ latency, jitter }: Link): boolean => jitter <= latency;

/** Told of the field that was written. */
function issueOf(link: Link, { jitter }: LinkChange, path: Path): Issue[] {
  if (isPossible(link)) return [];
  const both = `${formatDuration(link.jitter)} of jitter with ${formatDuration(link.latency)} of latency`;
  return [
    {
      path: [...path, jitter === undefined ? 'latency' : 'jitter'],
      problem: `it makes ${both}; jitter is at most the latency`,
    },
  ];
}
