import type { RunFacts } from '../analysis/run-facts.ts';
import { whyUnbound } from '../analysis/why-unbound.ts';
import type { RunPlan } from '../scenario/run-plan.ts';

type Content = Pick<RunFacts, 'length' | 'pieceLength'>;

/** What is known of a run before it begins, if all is done to it that is planned. */
export function factsOfPlan(plan: RunPlan, content: Content): RunFacts {
  return factsOf(plan, content, whyComing(plan) ?? whyPlanned(plan));
}

/** What an analysis has to know of a run beside its events: they tell what was done to it, which may be less than was planned. */
export function factsOfRun(plan: RunPlan, content: Content): RunFacts {
  return factsOf(plan, content, whyComing(plan));
}

function factsOf({ peers }: RunPlan, { length, pieceLength }: Content, unbound: string | undefined): RunFacts {
  return {
    length,
    pieceLength,
    peers: peers.map(({ name, group, role, link }) => ({
      ...{ name, group, role },
      upload: limitOf(link.upload),
      download: limitOf(link.download),
    })),
    ...(unbound !== undefined && { unbound }),
  };
}

const limitOf = (rate: number): number | undefined => (Number.isFinite(rate) ? rate : undefined);

function whyComing({ peers }: RunPlan): string | undefined {
  return peers.some(({ arrival }) => arrival > 0) ? 'peers come at different times' : undefined;
}

function whyPlanned({ peers, timeline }: RunPlan): string | undefined {
  if (peers.some(({ departure }) => departure !== undefined)) return whyUnbound('stop');
  return timeline.map(({ action }) => whyUnbound(action.kind)).find((why) => why !== undefined);
}
