import type { JSX } from 'preact';
import type { PeerView, SwarmModel } from '../../model/index.ts';
import { formatRate } from '../text/format-bytes.ts';
import { progressOf } from './progress-of.ts';
import { sideName } from './side-name.ts';
import { stageText } from './stage-text.ts';

export interface SwarmTableProps {
  readonly model: SwarmModel;
  readonly now: number;
  readonly picked: string | undefined;
  readonly onPick: (peer: string) => void;
}

/** A page is drawn anew some times a second; more rows would cost more than they tell. */
const MOST_ROWS = 120;

/** The same as the picture, to be read and to be heard. */
export function SwarmTable({ model, now, picked, onPick }: SwarmTableProps): JSX.Element {
  const { peers } = model;
  return (
    <details class="panel table-panel" open={peers.length <= 24}>
      <summary>As a table</summary>
      <div class="scroll" tabIndex={-1}>
        <table>
          <caption class="unseen">The peers of the swarm</caption>
          <thead>
            <tr>
              <th scope="col">peer</th>
              <th scope="col">is</th>
              <th scope="col" class="number">
                has
              </th>
              <th scope="col" class="number">
                receives
              </th>
              <th scope="col" class="number">
                sends
              </th>
            </tr>
          </thead>
          <tbody>
            {peers.slice(0, MOST_ROWS).map((peer) => (
              <Row key={peer.name} peer={peer} now={now} isPicked={peer.name === picked} onPick={onPick} />
            ))}
          </tbody>
        </table>
      </div>
      {peers.length > MOST_ROWS && <p class="note">and {peers.length - MOST_ROWS} more</p>}
    </details>
  );
}

interface RowProps extends Pick<SwarmTableProps, 'now' | 'onPick'> {
  readonly peer: PeerView;
  readonly isPicked: boolean;
}

function Row({ peer, now, isPicked, onPick }: RowProps): JSX.Element {
  const isHere = peer.stage === 'running';
  return (
    <tr class={isPicked ? 'picked' : isHere ? '' : 'absent'}>
      <th scope="row">
        <button type="button" class="link" aria-pressed={isPicked} onClick={() => onPick(peer.name)}>
          {peer.name}
        </button>
      </th>
      <td>
        {stageText(peer)}
        {isHere && peer.side !== undefined && `, ${sideName(peer.side)}`}
      </td>
      <td class="number">{Math.floor(progressOf(peer) * 100)} %</td>
      <td class="number">{isHere ? formatRate(peer.downloadRate(now)) : ''}</td>
      <td class="number">{isHere ? formatRate(peer.uploadRate(now)) : ''}</td>
    </tr>
  );
}
