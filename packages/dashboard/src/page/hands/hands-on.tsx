import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { DashboardAction } from '../../server/action.ts';
import type { RunPlayer } from '../run-player.ts';
import { usePlayer } from '../use-player.ts';
import { LinkGroup } from './link-group.tsx';
import { presentLink } from './present-link.ts';
import { type ActionOutcome, sendAction } from './send-action.ts';
import { twoSides } from './two-sides.ts';

export interface HandsOnProps {
  readonly player: RunPlayer;
  readonly picked: string | undefined;
  readonly token: string | undefined;
}

/** What can be done to a swarm that runs. */
export function HandsOn({ player, picked, token }: HandsOnProps): JSX.Element {
  usePlayer(player);
  const [outcome, setOutcome] = useState<ActionOutcome>();
  const { model } = player;
  const { header, marks } = player.recording;
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
          <LinkGroup
            key={peer?.name}
            peer={isHere ? peer?.name : undefined}
            present={peer === undefined ? '' : presentLink(peer.name, header, marks)}
            act={act}
          />
        </div>
      </details>
      <p role="status" class={outcome?.ok === false ? 'outcome refused' : 'outcome'}>
        {outcome?.text ?? ''}
      </p>
    </section>
  );
}
