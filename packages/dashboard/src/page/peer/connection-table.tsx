import type { JSX } from 'preact';
import type { ConnectionView } from '../../model/index.ts';
import { formatBytes, formatRate } from '../text/format-bytes.ts';

export interface ConnectionTableProps {
  readonly connections: readonly ConnectionView[];
  /** How people call the peer with this id. */
  readonly nameOf: (peerId: string) => string;
  readonly now: number;
  /** The connection whose wire is shown, by the peer id of its other side. */
  readonly chosen: string | undefined;
  readonly onChoose: (remote: string) => void;
}

/** Squares of a queue that are drawn; more are counted. */
const MOST_SQUARES = 12;

/** The connections of a peer with the four flags of BEP 3, what comes over them, and what was asked for. */
export function ConnectionTable({ connections, nameOf, now, chosen, onChoose }: ConnectionTableProps): JSX.Element {
  return (
    <section class="panel table-panel wide">
      <h2>Connections</h2>
      <div class="scroll">
        <table class="connections">
          <thead>
            <tr>
              <th scope="col">to</th>
              <th scope="col" title="We choke the other side: its requests are not answered">
                am choking
              </th>
              <th scope="col" title="The other side has what we want">
                am interested
              </th>
              <th scope="col" title="The other side chokes us: it answers no request">
                peer choking
              </th>
              <th scope="col" title="We have what the other side wants">
                peer interested
              </th>
              <th scope="col" class="number">
                comes
              </th>
              <th scope="col" class="number">
                so far
              </th>
              <th scope="col">asked for, not here yet</th>
            </tr>
          </thead>
          <tbody>
            {connections.map((connection) => (
              <tr key={connection.remote} class={connection.remote === chosen ? 'picked' : ''}>
                <th scope="row">
                  <button
                    type="button"
                    class="link"
                    aria-pressed={connection.remote === chosen}
                    onClick={() => onChoose(connection.remote)}
                  >
                    {nameOf(connection.remote)}
                  </button>
                </th>
                <Flag on={connection.amChoking} bad={true} />
                <Flag on={connection.amInterested} />
                <Flag on={connection.peerChoking} bad={true} />
                <Flag on={connection.peerInterested} />
                <td class="number">{formatRate(connection.downloadRate(now))}</td>
                <td class="number">{formatBytes(connection.downloaded)}</td>
                <td>
                  <Queue connection={connection} />
                  {connection.optimistic && <span class="tag luck">optimistic</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {connections.length === 0 && <p class="note">It is connected to nobody at this moment.</p>}
      </div>
    </section>
  );
}

function Flag({ on, bad = false }: { readonly on: boolean; readonly bad?: boolean }): JSX.Element {
  return (
    <td class="flag">
      <span class={on ? (bad ? 'pill stop' : 'pill go') : 'pill off'}>{on ? 'yes' : 'no'}</span>
    </td>
  );
}

function Queue({ connection }: { readonly connection: ConnectionView }): JSX.Element {
  const blocks = [...connection.requests.values()];
  const text = blocks.slice(0, MOST_SQUARES).map(({ piece, begin }) => `piece ${piece} from ${begin}`);
  return (
    <span class="queue" title={text.join('\n')}>
      {blocks.slice(0, MOST_SQUARES).map(({ piece, begin }) => (
        <i key={`${piece} ${begin}`} />
      ))}
      <span>{blocks.length}</span>
    </span>
  );
}
