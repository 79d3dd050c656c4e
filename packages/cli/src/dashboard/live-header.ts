import type { RunHeader } from '@seedbed/dashboard';
import type { WatchedRun } from '@seedbed/swarm';

/** What the page is told of a run that begins. */
export const liveHeader = ({ name, plan, content, bound, eventLevel, now }: WatchedRun): RunHeader => ({
  name,
  startedAt: now,
  live: true,
  content,
  peers: plan.peers.map(({ name: peer, group, role, client, link: { upload, download } }) => ({
    ...{ name: peer, group, role, client },
    ...(Number.isFinite(upload) && { upload }),
    ...(Number.isFinite(download) && { download }),
  })),
  bound,
  timeline: plan.timeline.map(({ at, action }) => ({
    at,
    action: action.kind,
    peers: 'peers' in action ? action.peers : action.kind === 'partition' ? action.sides.flat() : [],
  })),
  eventLevel,
  actions: true,
});
