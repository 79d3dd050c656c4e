import { type Cell, table } from './page.ts';
import type { ListedSwarm, TrackerStats } from './tracker-stats.ts';

/** The swarms with a heading, at most so many of them. What clients choose of it is written in hexadecimal. */
export function swarmTable({ swarms, torrents }: TrackerStats, most: number): string {
  const listed = swarms.slice(0, most);
  const shown = listed.length < torrents ? ` (${listed.length} of ${torrents})` : '';
  const rows = listed.map(swarmRow);
  const body = rows.length === 0 ? '<p>None yet.</p>' : table(['Info hash', 'Seeds', 'Leeches', 'Completed'], rows);
  return `<h2>Swarms${shown}</h2>\n${body}`;
}

function swarmRow({ infoHash, complete, incomplete, downloaded }: ListedSwarm): readonly Cell[] {
  return [`<code>${infoHash}</code>`, complete, incomplete, downloaded];
}
