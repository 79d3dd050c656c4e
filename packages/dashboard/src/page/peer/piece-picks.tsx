import type { JSX } from 'preact';
import type { RunPlayer } from '../run-player.ts';
import { formatMoment } from '../text/format-time.ts';
import { PICK_TEXTS } from './reason-text.ts';

const MOST_PICKS = 14;

/** The pieces that a peer decided to fetch, the newest first, and why. */
export function PiecePicks({ player, peer }: { readonly player: RunPlayer; readonly peer: string }): JSX.Element {
  const { model, recording, span } = player;
  const picks = recording.lookBack({ types: ['piece-picked'], peer, before: model.count, limit: MOST_PICKS });
  return (
    <section class="panel table-panel">
      <h2>What it picks</h2>
      {picks.length === 0 ? (
        <p class="note">No pick is known at this moment. They are told in runs with --trace decisions.</p>
      ) : (
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">at</th>
                <th scope="col" class="number">
                  piece
                </th>
                <th scope="col">of</th>
                <th scope="col">copies</th>
                <th scope="col">because</th>
              </tr>
            </thead>
            <tbody>
              {picks.map((event) =>
                event.type === 'piece-picked' ? (
                  <tr key={`${event.t} ${event.piece} ${event.remote}`}>
                    <td>{formatMoment(event.t - span.from)}</td>
                    <td class="number">{event.piece}</td>
                    <td class="name">{model.peerOf(event.remote)?.name ?? event.remote}</td>
                    <td>
                      <Copies count={event.availability} />
                    </td>
                    <td>{PICK_TEXTS[event.reason]}</td>
                  </tr>
                ) : null,
              )}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

const MOST_DOTS = 10;

function Copies({ count }: { readonly count: number }): JSX.Element {
  return (
    <span class="copies" title={`${count} connected peers hold it`}>
      {Array.from({ length: Math.min(count, MOST_DOTS) }, (_, i) => (
        <i key={i} />
      ))}
      {count}
    </span>
  );
}
