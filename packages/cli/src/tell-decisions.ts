import type { EventSink } from '@seedbed/events';
import { decisionLine } from './decision-line.ts';
import type { PeerSettings } from './open-daemon.ts';

/**
 * Where the events of a daemon go: with `--trace decisions` a line for each decision to `say` first, then to `next`.
 * `undefined` when nobody wants them.
 */
export const tellDecisions = (
  { trace }: Pick<PeerSettings, 'trace'>,
  say: (line: string) => void,
  next?: EventSink,
): EventSink | undefined => {
  if (trace === undefined) return next;
  return {
    emit: (event) => {
      const line = decisionLine(event);
      if (line !== undefined) say(line);
      next?.emit(event);
    },
  };
};
