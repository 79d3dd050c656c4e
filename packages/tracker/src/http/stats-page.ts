import type { ListedSwarm, TrackerStats } from './tracker-stats.ts';

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  table { border-collapse: collapse; margin: 1rem 0; }
  th, td { padding: .2rem 1rem .2rem 0; text-align: right; font-variant-numeric: tabular-nums; }
  th:first-child, td:first-child { text-align: left; }
  tr + tr { border-top: 1px solid color-mix(in srgb, currentcolor 20%, transparent); }
  code { font-size: .9em; overflow-wrap: anywhere; }
`;

/** The page at `/`: what this is and where to go. All that is put in is text of our own, numbers and hexadecimal. */
export function homePage(urls: readonly string[]): string {
  return page(
    'Seedbed tracker',
    `<p>This is a BitTorrent tracker. Clients announce at ${urls.map((url) => `<code>${url}</code>`).join(' and ')}.</p>
<p>People may like <a href="/stats">the statistics</a>, programs the same <a href="/stats.json">as JSON</a> and
<a href="/healthz">the health check</a>.</p>`,
  );
}

/** The page at `/stats`. */
export function statsPage(stats: TrackerStats): string {
  const { requests } = stats;
  const shown = stats.swarms.length < stats.torrents ? ` (the oldest ${stats.swarms.length} of ${stats.torrents})` : '';
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
    ['Connection ids given out over UDP', requests.connects],
    ['Datagrams with a wrong connection id', requests.strangeConnectionIds],
    ['Datagrams that were no requests', requests.strangeDatagrams],
    ['Datagrams without an answer, for want of a way out', requests.droppedDatagrams],
    ['Not stored, because full', requests.turnedAway],
    ['Connections refused', requests.droppedConnections],
    ['Internal errors', requests.internalErrors],
  ],
)}
<h2>Swarms${shown}</h2>
${stats.swarms.length === 0 ? '<p>None yet.</p>' : table(['Info hash', 'Seeds', 'Leeches', 'Completed'], stats.swarms.map(swarmRow))}`,
  );
}

type Cell = string | number;

function swarmRow({ infoHash, complete, incomplete, downloaded }: ListedSwarm): readonly Cell[] {
  return [`<code>${infoHash}</code>`, complete, incomplete, downloaded];
}

function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const row = (cells: readonly Cell[], tag: 'th' | 'td'): string =>
    `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
  return `<table>\n${[row(head, 'th'), ...rows.map((cells) => row(cells, 'td'))].join('\n')}\n</table>`;
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${STYLE}</style>
<h1>${title}</h1>
${body}
</html>
`;
}
