import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { onFrame } from '../frames.ts';
import { ByteTable } from '../peer/byte-table.tsx';
import { RunPlayer } from '../run-player.ts';
import { SwarmCanvas } from '../swarm/swarm-view.tsx';
import { pressTimeKey } from '../time/keys.ts';
import { TimeBar } from '../time/time-bar.tsx';
import { clamp } from '../time/time-scale.ts';
import { useKeys } from '../time/use-keys.ts';
import { loadTour, type TourRecording } from './tour-recording.ts';
import { type TourStep, tourSteps } from './tour-steps.ts';
import { TOUR_TEXTS } from './tour-texts.ts';

export interface TourViewProps {
  /** From 1 on. */
  readonly step: number;
  readonly onStep: (step: number) => void;
}

/** Ten steps through BEP 3 on a recorded run, each with the bytes that went over the wire. */
export function TourView({ step, onStep }: TourViewProps): JSX.Element {
  const [tour, setTour] = useState<TourRecording>();
  const [trouble, setTrouble] = useState('');
  useEffect(() => {
    loadTour().then(setTour, (error: unknown) => setTrouble(error instanceof Error ? error.message : String(error)));
  }, []);
  if (trouble !== '') return <p role="alert">{trouble}</p>;
  if (tour === undefined) return <p class="view note">Reading the recorded run…</p>;
  return <LoadedTour tour={tour} step={clamp(step, 1, TOUR_TEXTS.length)} onStep={onStep} />;
}

/** The tour's run at a quarter of its speed: there is time to see a block on its way. */
const TOUR_SPEED = 0.25;

function LoadedTour({ tour, step, onStep }: TourViewProps & { readonly tour: TourRecording }): JSX.Element {
  const player = useMemo(() => new RunPlayer(tour.recording, TOUR_SPEED), [tour]);
  const steps = useMemo(() => tourSteps(tour), [tour]);
  const heading = useRef<HTMLHeadingElement>(null);
  const current = steps[step - 1];
  useEffect(() => onFrame((elapsed, now) => player.frame(elapsed, now)), [player]);
  useEffect(() => {
    if (current !== undefined) player.pauseAt(current.shownAt);
  }, [player, current]);
  const go = (to: number): void => {
    onStep(to);
    heading.current?.focus();
  };
  useKeys((key) => {
    if (key === 'ArrowRight' && step < steps.length) go(step + 1);
    else if (key === 'ArrowLeft' && step > 1) go(step - 1);
    else return key !== 'ArrowRight' && key !== 'ArrowLeft' && pressTimeKey(key, player);
    return true;
  });
  if (current === undefined) return <p role="alert">There is no such step.</p>;
  return (
    <>
      <div class="view tour-view">
        <StepList steps={steps} step={step} onStep={go} />
        <article class="panel tour-text">
          <h2 ref={heading} tabIndex={-1}>
            <small>
              {step} of {steps.length}
            </small>
            {current.title}
          </h2>
          {current.paragraphs.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
          <p class="look">{current.look}</p>
          <div class="tour-ways">
            <button type="button" disabled={step === 1} onClick={() => go(step - 1)}>
              ← Back
            </button>
            <button type="button" class="primary" disabled={step === steps.length} onClick={() => go(step + 1)}>
              Next →
            </button>
          </div>
        </article>
        <section class="stage panel tour-stage" aria-label="The swarm at this moment">
          <SwarmCanvas player={player} picked={current.peer} onPick={() => {}} arrangement="ring" />
        </section>
        <section class="tour-bytes" aria-label="The bytes">
          {current.exhibits.map((exhibit) => (
            <div key={`${step} ${exhibit.title}`} class="panel">
              <h3>
                {exhibit.title} <small>{exhibit.length} bytes</small>
              </h3>
              <ByteTable bytes={exhibit.bytes} length={exhibit.length} fields={exhibit.fields} />
            </div>
          ))}
        </section>
      </div>
      <TimeBar player={player} />
    </>
  );
}

interface StepListProps extends TourViewProps {
  readonly steps: readonly TourStep[];
}

function StepList({ steps, step, onStep }: StepListProps): JSX.Element {
  const current = useRef<HTMLButtonElement>(null);
  // On a small screen the steps are a row of which a part is in sight.
  useEffect(() => current.current?.scrollIntoView({ block: 'nearest', inline: 'center' }), [step]);
  return (
    <nav class="tour-steps" aria-label="Steps of the tour">
      <ol>
        {steps.map(({ title }, i) => (
          <li key={title}>
            <button
              type="button"
              ref={step === i + 1 ? current : null}
              aria-current={step === i + 1 ? 'step' : undefined}
              onClick={() => onStep(i + 1)}
            >
              <span aria-hidden="true">{i + 1}</span> {title}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
