import type { EventSink, SwarmEvent } from '@seedbed/events';
import type { TorrentEventSink } from '@seedbed/peer';
import { formatDuration } from '@seedbed/settings';
import { decisionLine } from './decision-line.ts';
import type { PeerSettings } from './open-daemon.ts';
import { wireLine } from './wire-line.ts';

/** Peers whose addresses were told are remembered up to here: whoever comes later may be named twice. */
const MOST_NAMED = 1_000;

/** Whom the lines are told, and of what. */
export interface TraceListener {
  readonly say: (line: string) => void;
  /** The time that the events count from, ms of their clock. */
  readonly begin: number;
  /** How a torrent is called where there are others beside it. */
  readonly labelOf: (infoHash: string) => string | undefined;
  /** Where a connected peer is, `ip:port`. @param remote its name in events */
  readonly addressOf: (infoHash: string, remote: string) => string | undefined;
}

/**
 * Where the events of a daemon go: with `--trace` a line for each that is traced to `say` first, then to `next`. Before the
 * first line about a connected peer its address is told. `undefined` when nobody wants them.
 */
export const tellTraces = (
  { trace }: Pick<PeerSettings, 'trace'>,
  { say, begin, labelOf, addressOf }: TraceListener,
  next?: EventSink,
): TorrentEventSink | undefined => {
  if (trace.length === 0) return next;
  const named = new Set<string>();
  const introductions = (event: SwarmEvent, infoHash: string): string[] =>
    remotesOf(event).flatMap((remote) => {
      const key = `${infoHash} ${remote}`;
      const address = named.has(key) ? undefined : addressOf(infoHash, remote);
      if (address === undefined) return [];
      if (named.size === MOST_NAMED) named.clear();
      named.add(key);
      return [`${remote} is at ${address}`];
    });
  return {
    emit: (event: SwarmEvent, infoHash: string) => {
      const line = decisionLine(event) ?? wireLine(event);
      if (line !== undefined) {
        const label = labelOf(infoHash);
        const start = `+${formatDuration(Math.max(0, event.t - begin))} ${label === undefined ? '' : `${label}: `}`;
        for (const text of [...introductions(event, infoHash), line]) say(`${start}${text}`);
      }
      next?.emit(event);
    },
  };
};

/** The peers that a traced event is about. */
const remotesOf = (event: SwarmEvent): readonly string[] => {
  if (event.type === 'choke-decisions') return event.candidates.map(({ remote }) => remote);
  return event.type === 'piece-picked' || event.type === 'wire' ? [event.remote] : [];
};
