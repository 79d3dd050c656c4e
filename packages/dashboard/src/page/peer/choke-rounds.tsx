import type { ChokeDecisions } from '@seedbed/events';
import type { JSX } from 'preact';
import type { RunPlayer } from '../run-player.ts';
import { formatRate } from '../text/format-bytes.ts';
import { formatMoment } from '../text/format-time.ts';
import { CHOKE_TEXTS } from './reason-text.ts';

/** The last decision of a peer's choker: all candidates, the fastest first, each with its reason. */
export function ChokeRounds({ player, peer }: { readonly player: RunPlayer; readonly peer: string }): JSX.Element {
  const { model, recording, span } = player;
  const [event] = recording.lookBack({ types: ['choke-decisions'], peer, before: model.count, limit: 1 });
  return (
    <section class="panel table-panel">
      <h2>
        Whom it chokes
        {event !== undefined && <small> decided at {formatMoment(event.t - span.from)}</small>}
      </h2>
      {event?.type === 'choke-decisions' ? (
        <Candidates decisions={event} nameOf={(id) => model.peerOf(id)?.name ?? id} />
      ) : (
        <p class="note">No decision is known at this moment. They are told in runs with --trace decisions.</p>
      )}
    </section>
  );
}

interface CandidatesProps {
  readonly decisions: ChokeDecisions;
  readonly nameOf: (peerId: string) => string;
}

function Candidates({ decisions, nameOf }: CandidatesProps): JSX.Element {
  const most = Math.max(1, ...decisions.candidates.map(({ rate }) => rate));
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">rank</th>
            <th scope="col">peer</th>
            <th scope="col">rate</th>
            <th scope="col">decision</th>
            <th scope="col">because</th>
          </tr>
        </thead>
        <tbody>
          {decisions.candidates.map(({ remote, rate, unchoked, reason }, i) => (
            <tr key={remote}>
              <td class="number">{i + 1}</td>
              <th scope="row">{nameOf(remote)}</th>
              <td>
                <span class="meter">
                  <i style={{ width: `${(rate / most) * 100}%` }} />
                  <span>{formatRate(rate)}</span>
                </span>
              </td>
              <td>
                <span class={`pill ${reason === 'optimistic' ? 'luck' : unchoked ? 'go' : 'stop'}`}>
                  {unchoked ? 'unchoke' : 'choke'}
                </span>
              </td>
              <td>{CHOKE_TEXTS[reason]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
