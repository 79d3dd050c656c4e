import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Mark } from '../../model/index.ts';
import type { RunPlayer } from '../run-player.ts';
import { endingText } from '../text/ending-text.ts';
import { eventText } from '../text/event-text.ts';
import { formatMoment } from '../text/format-time.ts';
import { usePlayer } from '../use-player.ts';
import { barMarks } from './bar-marks.ts';
import { RoundButton, Sign } from './round-button.tsx';
import { TimeTrack } from './time-track.tsx';

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
      <Buttons player={player} />
      <TimeTrack player={player} marks={shown} moment={moment} />
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
      <LatestEvent player={player} />
    </section>
  );
}

function Buttons({ player }: { readonly player: RunPlayer }): JSX.Element {
  const { mode, speed } = player.head;
  const isPaused = mode === 'paused';
  return (
    <div class="buttons">
      <RoundButton name="One event back" keyName="," onClick={() => player.step(-1)}>
        <Sign path="M14 4 6 10l8 6zM4 4h2v12H4z" />
      </RoundButton>
      <RoundButton name={isPaused ? 'Play' : 'Pause'} keyName="space" class="play" onClick={() => player.togglePlay()}>
        <Sign path={isPaused ? 'M6 3.5 16.5 10 6 16.5z' : 'M5 4h4v12H5zM11 4h4v12h-4z'} />
      </RoundButton>
      <RoundButton name="One event on" keyName="." onClick={() => player.step(1)}>
        <Sign path="m6 4 8 6-8 6zM14 4h2v12h-2z" />
      </RoundButton>
      <span class="speed">
        <RoundButton name="Slower" keyName="[" onClick={() => player.changeSpeed(-1)}>
          −
        </RoundButton>
        <output aria-label="Speed">{speed}×</output>
        <RoundButton name="Faster" keyName="]" onClick={() => player.changeSpeed(1)}>
          +
        </RoundButton>
      </span>
    </div>
  );
}

/** While time stands still: which event it stands at, so that a step can be named; else how to step. */
function LatestEvent({ player }: { readonly player: RunPlayer }): JSX.Element {
  const { head, model, recording, latestEvent } = player;
  if (head.mode !== 'paused') {
    return <p class="event">Pause with the space bar; , and . then go from event to event.</p>;
  }
  const number = `Event ${model.count} of ${recording.length}`;
  const text = latestEvent && eventText(latestEvent, (id) => model.peerOf(id)?.name ?? id);
  return (
    <p class="event" aria-live="polite">
      <b>{number}</b>
      {text === undefined ? ': nothing has happened yet' : `: ${text}`}
    </p>
  );
}

function endMark({ recording }: RunPlayer): Mark {
  return { t: recording.rest, kind: 'end', label: endingText(recording.ending, recording.head), peers: [], detail: '' };
}
