import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Mark } from '../../model/index.ts';
import type { RunPlayer } from '../run-player.ts';
import { endingText } from '../text/ending-text.ts';
import { formatMoment, formatTick } from '../text/format-time.ts';
import { usePlayer } from '../use-player.ts';
import { type BarMark, barMarks } from './bar-marks.ts';
import { fractionOf, momentAt, tickSeconds } from './time-scale.ts';

/** Where in time we are, and the way to any other moment. */
export function TimeBar({ player }: { readonly player: RunPlayer }): JSX.Element {
  usePlayer(player);
  const { head, span, model, isLive } = player;
  const { marks, header, isWhole } = player.recording;
  const shown = useMemo(
    () => barMarks(isWhole ? [...marks, endMark(player)] : marks, header, model.startedAt, span),
    [marks.length, Math.floor(span.to / 500), header, model.startedAt, isWhole],
  );
  const moment = formatMoment(head.at - span.from);
  return (
    <section class="time-bar" aria-label="Time">
      <div class="buttons">
        <button
          type="button"
          class="round"
          onClick={() => player.step(-1)}
          aria-label="One event back"
          title="One event back (,)"
        >
          <Sign path="M14 4 6 10l8 6zM4 4h2v12H4z" />
        </button>
        <button
          type="button"
          class="round play"
          onClick={() => player.togglePlay()}
          aria-label={head.mode === 'paused' ? 'Play' : 'Pause'}
          title={head.mode === 'paused' ? 'Play (space)' : 'Pause (space)'}
        >
          <Sign path={head.mode === 'paused' ? 'M6 3.5 16.5 10 6 16.5z' : 'M5 4h4v12H5zM11 4h4v12h-4z'} />
        </button>
        <button
          type="button"
          class="round"
          onClick={() => player.step(1)}
          aria-label="One event on"
          title="One event on (.)"
        >
          <Sign path="m6 4 8 6-8 6zM14 4h2v12h-2z" />
        </button>
        <span class="speed">
          <button
            type="button"
            class="round"
            onClick={() => player.changeSpeed(-1)}
            aria-label="Slower"
            title="Slower ([)"
          >
            −
          </button>
          <output aria-label="Speed">{head.speed}×</output>
          <button
            type="button"
            class="round"
            onClick={() => player.changeSpeed(1)}
            aria-label="Faster"
            title="Faster (])"
          >
            +
          </button>
        </span>
      </div>
      <Track player={player} marks={shown} moment={moment} />
      <output class="moment" aria-label="Moment">
        {moment} <small>/ {formatMoment(span.to - span.from)}</small>
      </output>
      {isLive && (
        <button
          type="button"
          class="live-button"
          aria-pressed={head.mode === 'live'}
          onClick={() => player.followLive()}
          title="Follow the run (L)"
        >
          <span aria-hidden="true">●</span> live
        </button>
      )}
    </section>
  );
}

function endMark({ recording }: RunPlayer): Mark {
  return { t: recording.rest, kind: 'end', label: endingText(recording.ending, recording.head), peers: [], detail: '' };
}

interface TrackProps {
  readonly player: RunPlayer;
  readonly marks: readonly BarMark[];
  readonly moment: string;
}

/** The bar itself: an input that a keyboard and a screen reader know, under the marks. */
function Track({ player, marks, moment }: TrackProps): JSX.Element {
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
          const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 }[event.key];
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
            <span class="mark-text" aria-hidden="true">
              {mark.text}
            </span>
          </li>
        ))}
      </ul>
      <div class="ticks" aria-hidden="true">
        {tickSeconds(span, 9).map((seconds) => (
          <span key={seconds} style={percent(fractionOf(span, span.from + seconds * 1_000))}>
            {formatTick(seconds)}
          </span>
        ))}
      </div>
    </div>
  );
}

function Sign({ path }: { readonly path: string }): JSX.Element {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
