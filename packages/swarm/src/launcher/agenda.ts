import type { PlannedAction, RunPlan } from '../scenario/run-plan.ts';

/** One thing to do at a time of the run, ms since its start. */
export type Deed =
  | { readonly at: number; readonly kind: 'arrive'; readonly peer: string }
  | { readonly at: number; readonly kind: 'act'; readonly action: PlannedAction };

/** Whether a peer is there before the run starts: a leech that asks the tracker is to find the seeds. */
export const isThereAtStart = ({ role, arrival }: RunPlan['peers'][number]): boolean =>
  role === 'seed' && arrival === 0;

/** All that is to be done in a run, in order; of two things at one time peers come before anything is done to them. */
export function agendaOf({ peers, timeline }: RunPlan): readonly Deed[] {
  const arrivals = peers
    .filter((peer) => !isThereAtStart(peer))
    .map(({ name, arrival }): Deed => ({ at: arrival, kind: 'arrive', peer: name }));
  const acts = timeline.map(({ at, action }): Deed => ({ at, kind: 'act', action }));
  return [...arrivals, ...acts].toSorted((a, b) => a.at - b.at);
}

/** Whether a peer that has gone comes again. */
export const comesAgain = (peer: string, toDo: readonly Deed[]): boolean =>
  toDo.some((deed) => deed.kind === 'act' && deed.action.kind === 'restart' && deed.action.peers.includes(peer));
