import type { JSX } from 'preact';
import type { RunPlayer } from '../run-player.ts';
import { formatTick } from '../text/format-time.ts';
import type { BarMark } from './bar-marks.ts';
import { fractionOf, momentAt, tickSeconds } from './time-scale.ts';

export interface TimeTrackProps {
  readonly player: RunPlayer;
  readonly marks: readonly BarMark[];
  readonly moment: string;
}

/** Seconds by which keys move the moment. */
const KEY_STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10,
};

/** The bar itself: an input that a keyboard and a screen reader know, under the marks. */
export function TimeTrack({ player, marks, moment }: TimeTrackProps): JSX.Element {
  const { span, head } = player;
  const percent = (fraction: number): { left: string } => ({ left: `${fraction * 100}%` });
  return (
    <div class="track">
      <div class="rail">
        <div class="passed" style={{ width: `${fractionOf(span, head.at) * 100}%` }} />
      </div>
      <input
        type="range"
        min={0}
        max={1}
        step="any"
        value={fractionOf(span, head.at)}
        aria-label="Moment of the run"
        aria-valuetext={moment}
        onInput={(event) => player.seek(momentAt(span, event.currentTarget.valueAsNumber))}
        onKeyDown={(event) => {
          const by = KEY_STEPS[event.key];
          if (by === undefined) return;
          event.preventDefault();
          event.stopPropagation();
          player.seek(head.at + by * 1_000);
        }}
      />
      <ul class="marks" aria-label="What happened">
        {marks.map((mark) => (
          <li key={`${mark.t} ${mark.kind}`} class={`mark ${mark.kind}`} style={percent(mark.at)}>
            <button type="button" tabIndex={-1} aria-label={mark.text} onClick={() => player.pauseAt(mark.t)} />
            <span class={`mark-text ${sideOf(mark.at)}`} aria-hidden="true">
              {mark.text}
            </span>
          </li>
        ))}
      </ul>
      <div class="ticks" aria-hidden="true">
        {tickSeconds(span, 9).map((seconds) => (
          <Tick key={seconds} seconds={seconds} at={fractionOf(span, span.from + seconds * 1_000)} />
        ))}
      </div>
    </div>
  );
}

/** A label stands under its moment; at the end of the bar before it, so that the edge of the page does not cut it. */
function Tick({ seconds, at }: { readonly seconds: number; readonly at: number }): JSX.Element {
  return (
    <span class={at > 0.95 ? 'last' : ''} style={{ left: `${at * 100}%` }}>
      {formatTick(seconds)}
    </span>
  );
}

/** At the ends of the bar a text stands beside its mark, so that the edge of the page does not cut it. */
const sideOf = (at: number): string => (at < 0.15 ? 'right' : at > 0.85 ? 'left' : '');
