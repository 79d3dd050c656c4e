import type { HostMessage } from '@seedbed/peer/host';
import type { LinkCheck } from '../run-summary.ts';
import type { RunPlan } from '../scenario/run-plan.ts';

/** What went through both directions of the link of one peer. */
export type LinkUses = Pick<Extract<HostMessage, { readonly type: 'link-use' }>, 'upload' | 'download'>;

/** Shorter than this a burst counts for too much, ms. */
const LONG_ENOUGH = 10_000;
const TOLERANCE = 0.03;

/** Compares what limited links carried while they were busy with what they were asked to carry. */
export function checkLinks({ peers, timeline }: RunPlan, uses: ReadonlyMap<string, LinkUses>): LinkCheck[] {
  // The uses of a link that changes do not say at which of its rates they were, and one stands still with its process.
  const changed = new Set(
    timeline.flatMap(({ action }) => (action.kind === 'link' || action.kind === 'pause' ? action.peers : [])),
  );
  return peers
    .filter(({ name }) => !changed.has(name))
    .flatMap(({ name, link }) =>
      (['upload', 'download'] as const).flatMap((direction): LinkCheck[] => {
        const stretch = uses.get(name)?.[direction].longest;
        const asked = link[direction];
        if (stretch === undefined || !Number.isFinite(asked) || stretch.time < LONG_ENOUGH) return [];
        const reached = (stretch.bytes * 1_000) / stretch.time;
        const ok = Math.abs(reached / asked - 1) <= TOLERANCE;
        return [{ peer: name, direction, asked, reached, busy: stretch.time, ok }];
      }),
    );
}
