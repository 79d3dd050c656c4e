import type { JSX } from 'preact';
import { formatMoment } from '../text/format-time.ts';
import { type SequenceRow, type WireEvent, wireKey } from './sequence-rows.ts';

export interface SequenceDiagramProps {
  readonly rows: readonly SequenceRow[];
  readonly left: string;
  readonly right: string;
  /** The beginning of the recording, ms on the clock of the events. */
  readonly from: number;
  readonly chosen: WireEvent | undefined;
  readonly onChoose: (event: WireEvent) => void;
}

/** What two peers say to each other, from top to bottom: an arrow for each message, in the direction in which it went. */
export function SequenceDiagram({ rows, left, right, from, chosen, onChoose }: SequenceDiagramProps): JSX.Element {
  return (
    <div class="sequence">
      <div class="sequence-head" aria-hidden="true">
        <span />
        <b>{left}</b>
        <b>{right}</b>
      </div>
      <ol>
        {rows.map(({ event, count }) => {
          const isSent = event.direction === 'sent';
          const name = event.message.replace('-', ' ');
          const way = isSent ? `${left} to ${right}` : `${right} to ${left}`;
          return (
            <li key={wireKey(event)}>
              <time>{formatMoment(event.t - from)}</time>
              <button
                type="button"
                class={`arrow ${isSent ? 'sent' : 'received'} is-${event.message}`}
                aria-pressed={chosen !== undefined && wireKey(event) === wireKey(chosen)}
                aria-label={`${way}: ${name}${count > 1 ? `, ${count} of them` : ''}`}
                onClick={() => onChoose(event)}
              >
                <span class="shaft" aria-hidden="true" />
                <span class="word">
                  {name}
                  {count > 1 && <small> ×{count}</small>}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
