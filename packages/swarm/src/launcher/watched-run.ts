import type { Geometry } from '@seedbed/protocol';
import { completionBound } from '../analysis/completion-bound.ts';
import { monotonicNow } from '../monotonic-clock.ts';
import { factsOfPlan } from '../report/facts-of-plan.ts';
import type { RunFolder } from '../run-folder.ts';
import type { HandsOn } from './hands-on.ts';
import type { PeerSetup } from './peer-configs.ts';
import type { RunOrder } from './run-order.ts';
import type { WatchedRun } from './run-watch.ts';

/** What whoever watches is told of a run before its first event. */
export const watchedRun = (
  { request, plan }: RunOrder,
  folder: RunFolder,
  { totalLength: length, pieceLength, pieceCount: pieces }: Geometry,
  { eventLevel }: PeerSetup,
  hands: HandsOn,
): WatchedRun => ({
  name: request.name,
  folder: folder.path,
  plan,
  content: { length, pieceLength, pieces },
  bound: completionBound(factsOfPlan(plan, { length, pieceLength })),
  eventLevel,
  now: monotonicNow(),
  act: (action) => hands.act(action),
});
