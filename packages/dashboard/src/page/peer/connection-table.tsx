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

interface FlagColumn {
  readonly flag: 'amChoking' | 'amInterested' | 'peerChoking' | 'peerInterested';
  readonly name: string;
  readonly meaning: string;
}

const FLAGS: readonly FlagColumn[] = [
  { flag: 'amChoking', name: 'am choking', meaning: 'We choke the other side: its requests are not answered' },
  { flag: 'amInterested', name: 'am interested', meaning: 'The other side has what we want' },
  { flag: 'peerChoking', name: 'peer choking', meaning: 'The other side chokes us: it answers no request' },
  { flag: 'peerInterested', name: 'peer interested', meaning: 'We have what the other side wants' },
];

/** Squares of a queue that are drawn; more are counted. */
const MOST_SQUARES = 12;

/** The connections of a peer with the four flags of BEP 3, what comes over them, and what was asked for. */
export function ConnectionTable({ connections, ...rest }: ConnectionTableProps): JSX.Element {
  return (
    <section class="panel table-panel wide">
      <h2>Connections</h2>
      <div class="scroll">
        <table class="connections">
          <thead>
            <tr>
              <th scope="col">to</th>
              {FLAGS.map(({ flag, name, meaning }) => (
                <th key={flag} scope="col" title={meaning}>
                  {name}
                </th>
              ))}
              <th scope="col" class="number">
                comes
              </th>
              <th scope="col" class="number">
                so far
              </th>
              <th scope="col">in flight: asked for, not here yet</th>
            </tr>
          </thead>
          <tbody>
            {connections.map((connection) => (
              <Row key={connection.remote} connection={connection} {...rest} />
            ))}
          </tbody>
        </table>
        {connections.length === 0 && <p class="note">It is connected to nobody at this moment.</p>}
      </div>
    </section>
  );
}

interface RowProps extends Omit<ConnectionTableProps, 'connections'> {
  readonly connection: ConnectionView;
}

function Row({ connection, nameOf, now, chosen, onChoose }: RowProps): JSX.Element {
  const { remote, downloaded, optimistic, newcomer } = connection;
  const slot = optimistic ? 'optimistic' : newcomer ? 'newcomer' : '';
  const isChosen = remote === chosen;
  return (
    <tr class={isChosen ? 'picked' : ''}>
      <th scope="row">
        <button type="button" class="link" aria-pressed={isChosen} onClick={() => onChoose(remote)}>
          {nameOf(remote)}
        </button>
      </th>
      {FLAGS.map(({ flag }) => (
        <td key={flag} class="flag">
          {flag === 'amChoking' && slot !== '' ? (
            <span class={`pill ${optimistic ? 'luck' : 'go'}`}>no, {slot}</span>
          ) : (
            <span class={`pill ${connection[flag] ? (flag.endsWith('Choking') ? 'stop' : 'go') : 'off'}`}>
              {connection[flag] ? 'yes' : 'no'}
            </span>
          )}
        </td>
      ))}
      <td class="number">{formatRate(connection.downloadRate(now))}</td>
      <td class="number">{formatBytes(downloaded)}</td>
      <td>
        <Queue connection={connection} />
      </td>
    </tr>
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
