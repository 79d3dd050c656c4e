import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { DashboardAction } from '../../server/action.ts';
import type { RunPlayer } from '../run-player.ts';
import { formatRate } from '../text/format-bytes.ts';
import { usePlayer } from '../use-player.ts';
import { type ActionOutcome, sendAction } from './send-action.ts';
import { twoSides } from './two-sides.ts';

export interface HandsOnProps {
  readonly player: RunPlayer;
  readonly picked: string | undefined;
  readonly token: string | undefined;
}

const RATES = [32 * 1024, 128 * 1024, 512 * 1024, 2 * 1024 * 1024, 8 * 1024 * 1024];
const LATENCIES = [0, 20, 100, 500];

/** What can be done to a swarm that runs. */
export function HandsOn({ player, picked, token }: HandsOnProps): JSX.Element {
  usePlayer(player);
  const [outcome, setOutcome] = useState<ActionOutcome>();
  const [rate, setRate] = useState<number | null>(null);
  const [latency, setLatency] = useState(0);
  const { model } = player;
  const peer = picked === undefined ? undefined : model.peer(picked);
  if (token === undefined) {
    return <p class="hands note">Open the address that the launcher printed, with its token, to change this run.</p>;
  }
  const act = (action: DashboardAction): void => {
    void sendAction(action, token).then(setOutcome);
  };
  const isHere = peer?.stage === 'running';
  return (
    <section class="hands" aria-label="Hands on">
      <details>
        <summary>Hands on</summary>
        <div class="hands-groups">
          <fieldset>
            <legend>The swarm</legend>
            <button type="button" onClick={() => act({ kind: 'add-leech' })}>
              Add a leech
            </button>
            {model.partition === '' ? (
              <button type="button" onClick={() => act({ kind: 'partition', sides: twoSides(model.peers) })}>
                Split it in two
              </button>
            ) : (
              <button type="button" onClick={() => act({ kind: 'heal' })}>
                Join the halves
              </button>
            )}
            <button type="button" onClick={() => act({ kind: 'tracker', state: model.trackerIsDown ? 'up' : 'down' })}>
              {model.trackerIsDown ? 'Start the tracker' : 'Stop the tracker'}
            </button>
          </fieldset>
          <fieldset disabled={!isHere}>
            <legend>{peer === undefined ? 'Pick a peer in the picture' : peer.name}</legend>
            <button type="button" class="danger" onClick={() => peer && act({ kind: 'kill', peer: peer.name })}>
              Kill it
            </button>
            <button
              type="button"
              onClick={() => peer && act({ kind: peer.paused ? 'resume' : 'pause', peer: peer.name })}
            >
              {peer?.paused ? 'Let it go on' : 'Freeze it'}
            </button>
            <button
              type="button"
              class="danger"
              disabled={!peer?.isComplete || peer.corrupts}
              onClick={() => peer && act({ kind: 'corrupt', peer: peer.name })}
            >
              Poison this seed
            </button>
          </fieldset>
          <fieldset disabled={!isHere}>
            <legend>Its link</legend>
            <label>
              sends at most
              <select
                value={rate ?? ''}
                onChange={({ currentTarget: { value } }) => setRate(value === '' ? null : Number(value))}
              >
                <option value="">no limit</option>
                {RATES.map((value) => (
                  <option key={value} value={value}>
                    {formatRate(value)}
                  </option>
                ))}
              </select>
            </label>
            <label>
              delay
              <select value={latency} onChange={(event) => setLatency(Number(event.currentTarget.value))}>
                {LATENCIES.map((value) => (
                  <option key={value} value={value}>
                    {value} ms
                  </option>
                ))}
              </select>
            </label>
            <button type="button" onClick={() => peer && act({ kind: 'link', peer: peer.name, upload: rate, latency })}>
              Change it
            </button>
          </fieldset>
        </div>
      </details>
      <p role="status" class={outcome?.ok === false ? 'outcome refused' : 'outcome'}>
        {outcome?.text ?? ''}
      </p>
    </section>
  );
}
