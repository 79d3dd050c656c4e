import type { RunFacts } from '../analysis/run-facts.ts';
import type { PlannedEvent, RunPlan } from '../scenario/run-plan.ts';

/** What an analysis has to know of a run, by its plan. */
export function factsOfPlan(
  plan: RunPlan,
  { length, pieceLength }: { readonly length: number; readonly pieceLength: number },
): RunFacts {
  const unbound = whyUnbound(plan);
  return {
    length,
    pieceLength,
    peers: plan.peers.map(({ name, group, role, link }) => ({
      ...{ name, group, role },
      upload: limitOf(link.upload),
      download: limitOf(link.download),
    })),
    ...(unbound !== undefined && { unbound }),
  };
}

const limitOf = (rate: number): number | undefined => (Number.isFinite(rate) ? rate : undefined);

/** What happens to links and peers so that theory, which knows them constant, has nothing to say of the run. */
const UNBOUNDING: { readonly [Kind in PlannedEvent['action']['kind']]?: string } = {
  link: 'links change',
  kill: 'peers are killed',
  stop: 'peers leave',
  restart: 'peers are started anew',
  pause: 'peers are paused',
  partition: 'the network is cut',
};

function whyUnbound({ peers, timeline }: RunPlan): string | undefined {
  if (peers.some(({ arrival }) => arrival > 0)) return 'peers come at different times';
  if (peers.some(({ departure }) => departure !== undefined)) return 'peers leave';
  return timeline.map(({ action }) => UNBOUNDING[action.kind]).find((why) => why !== undefined);
}
