import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { DashboardAction } from '../../server/action.ts';
import { formatRate } from '../text/format-bytes.ts';
import { AS_IT_IS, linkAction } from './link-choice.ts';

const RATES = [32 * 1024, 128 * 1024, 512 * 1024, 2 * 1024 * 1024, 8 * 1024 * 1024];
const LATENCIES = [0, 20, 100, 500];

export interface LinkGroupProps {
  /** Whose link; undefined where there is none to be changed. Drawn with this as its key, choices are those for one peer. */
  readonly peer: string | undefined;
  /** Its link in words; empty where nothing is known. */
  readonly present: string;
  readonly act: (action: DashboardAction) => void;
}

/** Changes the link of a peer: what is left as it is keeps its value. */
export function LinkGroup({ peer, present, act }: LinkGroupProps): JSX.Element {
  const [choice, setChoice] = useState(AS_IT_IS);
  const action = peer === undefined ? undefined : linkAction(peer, choice);
  return (
    <fieldset disabled={peer === undefined}>
      <legend>Its link</legend>
      <label>
        sends at most
        <select
          value={choice.upload}
          onChange={({ currentTarget: { value } }) => setChoice({ ...choice, upload: value })}
        >
          <option value="">as it is</option>
          <option value="none">no limit</option>
          {RATES.map((rate) => (
            <option key={rate} value={rate}>
              {formatRate(rate)}
            </option>
          ))}
        </select>
      </label>
      <label>
        delay
        <select
          value={choice.latency}
          onChange={({ currentTarget: { value } }) => setChoice({ ...choice, latency: value })}
        >
          <option value="">as it is</option>
          {LATENCIES.map((latency) => (
            <option key={latency} value={latency}>
              {latency} ms
            </option>
          ))}
        </select>
      </label>
      <button type="button" disabled={action === undefined} onClick={() => action && act(action)}>
        Change it
      </button>
      {peer !== undefined && present !== '' && <small class="present">now: {present}</small>}
    </fieldset>
  );
}
