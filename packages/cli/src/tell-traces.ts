import type { EventSink, SwarmEvent } from '@seedbed/events';
import type { TorrentEventSink } from '@seedbed/peer';
import { decisionLine } from './decision-line.ts';
import type { PeerSettings } from './open-daemon.ts';
import { wireLine } from './wire-line.ts';

/** Whom the lines are told, and of what. */
export interface TraceListener {
  readonly say: (line: string) => void;
  /** How a torrent is called where there are others beside it. */
  readonly labelOf: (infoHash: string) => string | undefined;
}

/**
 * Where the events of a daemon go: with `--trace` a line for each that is traced to `say` first, then to `next`.
 * `undefined` when nobody wants them.
 */
export const tellTraces = (
  { trace }: Pick<PeerSettings, 'trace'>,
  { say, labelOf }: TraceListener,
  next?: EventSink,
): TorrentEventSink | undefined => {
  if (trace.length === 0) return next;
  return {
    emit: (event: SwarmEvent, infoHash: string) => {
      const line = decisionLine(event) ?? wireLine(event);
      const label = line === undefined ? undefined : labelOf(infoHash);
      if (line !== undefined) say(label === undefined ? line : `${label}: ${line}`);
      next?.emit(event);
    },
  };
};
