import { page, table } from './page.ts';
import { swarmTable } from './swarm-table.ts';
import type { TrackerStats } from './tracker-stats.ts';

/** As many as `/stats.json` holds. */
const MOST_SWARMS = 1_000;

/** The page at `/stats`. */
export function statsPage(stats: TrackerStats): string {
  const { requests } = stats;
  return page(
    'Seedbed tracker: statistics',
    `${table(
      ['Now', ''],
      [
        ['Torrents', stats.torrents],
        ['Seeds', stats.seeds],
        ['Leeches', stats.leeches],
        ['Running for', `${stats.uptimeSeconds} s`],
      ],
    )}
${table(
  ['Since the start', ''],
  [
    ['Announces', requests.announces],
    ['… of peers that started', requests.events.started],
    ['… that completed', requests.events.completed],
    ['… that stopped', requests.events.stopped],
    ['Scrapes', requests.scrapes],
    ['Answered with a failure', requests.failures],
    ['… not understood', requests.failuresByKind.malformed],
    ['… torrent not served', requests.failuresByKind['torrent-denied']],
    ['… too many from one address', requests.failuresByKind['rate-limited']],
    ['… on purpose', requests.failuresByKind['on-purpose']],
    ['Connection ids given out over UDP', requests.connects],
    ['Datagrams with a wrong connection id', requests.strangeConnectionIds],
    ['Datagrams that were no requests', requests.strangeDatagrams],
    ['Datagrams without an answer, for want of a way out', requests.droppedDatagrams],
    ['Not stored, because full', requests.turnedAway],
    ['Connections refused', requests.droppedConnections],
    ['Internal errors', requests.internalErrors],
  ],
)}
${swarmTable(stats, MOST_SWARMS)}
<p><a href="/">To the first page</a></p>`,
  );
}
