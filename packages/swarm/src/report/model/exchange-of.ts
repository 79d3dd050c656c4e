import type { ByteMatrix } from '../../analysis/byte-matrix.ts';
import type { Exchange, ReportPeer } from './report-model.ts';

/** More rows than this nobody can tell apart. */
const MOST_ROWS = 100;

/** Who sent how much to whom. Of many peers, neighbours of one group share a row. */
export function exchangeOf(peers: readonly ReportPeer[], bytes: ByteMatrix): Exchange {
  const together = Math.ceil(peers.length / MOST_ROWS);
  const rows = inGroups(peers).flatMap((members) => cut(members, together));
  return {
    labels: rows.map(labelOf),
    groups: rows.map(([first]) => first?.group ?? 0),
    bytes: rows.map((from) => rows.map((to) => between(from, to, bytes))),
  };
}

const inGroups = (peers: readonly ReportPeer[]): ReportPeer[][] =>
  [...new Set(peers.map(({ group }) => group))].map((group) => peers.filter((peer) => peer.group === group));

const cut = (peers: readonly ReportPeer[], length: number): ReportPeer[][] =>
  Array.from({ length: Math.ceil(peers.length / length) }, (_, part) =>
    peers.slice(part * length, (part + 1) * length),
  );

function labelOf(peers: readonly ReportPeer[]): string {
  const [first, last] = [peers[0]?.name ?? '', peers.at(-1)?.name ?? ''];
  return first === last ? first : `${first} … ${last}`;
}

const between = (from: readonly ReportPeer[], to: readonly ReportPeer[], bytes: ByteMatrix): number =>
  from.reduce((sum, a) => sum + to.reduce((row, b) => row + bytes.between(a.name, b.name), 0), 0);
