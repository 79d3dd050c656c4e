import type { HostMessage } from '@seedbed/peer/host';
import type { LinkCheck } from '../run-summary.ts';
import type { PlannedEvent, RunPlan } from '../scenario/run-plan.ts';

/** What went through both directions of the link of one peer. */
export type LinkUses = Pick<Extract<HostMessage, { readonly type: 'link-use' }>, 'upload' | 'download'>;

/**
 * How near to its rate a link has to be after it was busy for so long, ms. Of 10 s a burst of 50 ms, or a look at a queue of
 * the kernel that comes 50 ms late, is next to nothing; of 2 s it is 2.5 %, at either end. Of less nothing can be said.
 */
export const JUDGED_FROM = [
  { busy: 10_000, tolerance: 0.03 },
  { busy: 2_000, tolerance: 0.1 },
] as const;

/**
 * Compares what limited links carried while they were busy with what they were asked to carry. Those of which nothing can be
 * said are named too, with the reason.
 */
export function checkLinks({ peers, timeline }: RunPlan, uses: ReadonlyMap<string, LinkUses>): LinkCheck[] {
  const disturbed = disturbances(timeline);
  return peers.flatMap(({ name, link }) =>
    (['upload', 'download'] as const)
      .filter((direction) => Number.isFinite(link[direction]))
      .map((direction) => {
        const asked = { peer: name, direction, asked: link[direction] };
        return check(asked, uses.get(name)?.[direction].longest, disturbed.get(name));
      }),
  );
}

/** The uses of a link that changes do not say at which of its rates they were, and one stands still with its process. */
function disturbances(timeline: readonly PlannedEvent[]): ReadonlyMap<string, string> {
  return new Map(
    timeline.flatMap(({ action }) => {
      if (action.kind !== 'link' && action.kind !== 'pause') return [];
      const why = action.kind === 'link' ? 'changed' : 'paused';
      return action.peers.map((name) => [name, why] as const);
    }),
  );
}

function check(
  asked: Pick<LinkCheck, 'peer' | 'direction' | 'asked'>,
  stretch: LinkUses['upload']['longest'] | undefined,
  disturbed: string | undefined,
): LinkCheck {
  const { time, bytes } = stretch ?? { time: 0, bytes: 0 };
  const level = JUDGED_FROM.find(({ busy }) => time >= busy);
  const unjudged = disturbed ?? (stretch === undefined ? 'of which nothing was heard' : undefined);
  if (unjudged !== undefined || level === undefined) {
    return { ...asked, reached: null, busy: time, tolerance: null, ok: null, unjudged: unjudged ?? NEVER_BUSY };
  }
  const reached = (bytes * 1_000) / time;
  const ok = Math.abs(reached / asked.asked - 1) <= level.tolerance;
  return { ...asked, reached, busy: time, tolerance: level.tolerance, ok, unjudged: null };
}

const NEVER_BUSY = 'never busy for 2 s without a pause';
