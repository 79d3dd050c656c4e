import { page } from './page.ts';
import { swarmTable } from './swarm-table.ts';
import type { TrackerStats } from './tracker-stats.ts';

/** More are listed at `/stats`. */
const MOST_SWARMS = 50;

/** The page at `/`: what this is, where to announce, who is there. All that is put in is text of our own, numbers and hexadecimal. */
export function homePage(announceUrls: readonly string[], stats: TrackerStats): string {
  const { torrents, seeds, leeches } = stats;
  return page(
    'Seedbed tracker',
    `<p>This is a BitTorrent tracker: it tells peers that share a torrent where to find each other. It holds no content.
Clients announce here:</p>
<pre>${announceUrls.join('\n')}</pre>
<p>At this moment: torrents ${torrents}, seeds ${seeds}, leeches ${leeches}.</p>
${swarmTable(stats, MOST_SWARMS)}
<p>More: <a href="/stats">statistics</a>, the same <a href="/stats.json">as JSON</a>,
<a href="/metrics">metrics</a> for Prometheus, <a href="/healthz">health check</a>.</p>`,
  );
}
