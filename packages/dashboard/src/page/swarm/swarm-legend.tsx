import type { JSX } from 'preact';
import type { SwarmModel } from '../../model/index.ts';
import { prefersStillness } from '../parts/stillness.ts';
import { cutText } from './cut-text.ts';
import { progressHistogram } from './draw-field.ts';

/** What the signs of the picture mean. In a field of dots the steps of progress are counted beside it. */
export function SwarmLegend({
  model,
  isField,
}: {
  readonly model: SwarmModel;
  readonly isField: boolean;
}): JSX.Element {
  return (
    <section class="panel legend" aria-label="Legend">
      <ul>
        <li>
          <i class="sign seed" /> seed: began with everything
        </li>
        <li>
          <i class="sign done" /> complete: seeds now
        </li>
        <li>
          <i class="sign leech" /> leech: from pale to blue with its progress
        </li>
        {isField ? (
          <>
            <li>
              <i class="sign glow" /> has just received something
            </li>
            {model.partition !== '' && (
              <li>
                <i class="sign ringed" /> {cutText(model)}: not on the first side
              </li>
            )}
          </>
        ) : (
          <>
            <li>
              <i class={`sign ${prefersStillness() ? 'band' : 'block'}`} /> a block on its way
            </li>
            <li>
              <i class="sign unchoked" /> unchoked: may fetch
            </li>
            <li>
              <i class="sign optimistic" /> optimistic unchoke
            </li>
            <li>
              <i class="sign choked" /> connected, nothing may move
            </li>
            {model.partition !== '' && (
              <li>
                <i class="sign cut" /> {cutText(model)}: nothing gets across
              </li>
            )}
          </>
        )}
      </ul>
      {isField && <Histogram model={model} />}
    </section>
  );
}

function Histogram({ model }: { readonly model: SwarmModel }): JSX.Element {
  const { steps, complete } = progressHistogram(model);
  const most = Math.max(1, complete, ...steps);
  const bars = [...steps, complete];
  const label = `Peers by progress: ${complete} complete; most others at ${steps.indexOf(Math.max(...steps)) * 5} %`;
  return (
    <svg class="histogram" viewBox="0 0 210 84" role="img" aria-label={label}>
      {bars.map((count, i) => (
        <rect
          key={i}
          class={i === steps.length ? 'bar complete' : 'bar'}
          x={i * 10 + 1}
          y={68 - (count / most) * 62}
          width={8}
          height={(count / most) * 62}
        />
      ))}
      <text x="0" y="81">
        0 %
      </text>
      <text x="94" y="81">
        50 %
      </text>
      <text x="210" y="81" text-anchor="end">
        complete
      </text>
    </svg>
  );
}
