import type { PeerSummary } from '../../run-summary.ts';
import type { ReportedRun } from '../reported-run.ts';
import { html, type Markup } from './markup.ts';
import { sizeText, timeText } from './words.ts';

/** Every peer of a run, those that never came too. */
export function peersTable({ summary, model }: ReportedRun): Markup {
  const time = (ms: number | null): string => (ms === null ? '–' : timeText(Math.max(0, ms)));
  return html`<details><summary>All ${summary.peers.length} peers of ${model.name}</summary><div class="wide"><table>
<thead><tr><th scope="col">peer</th><th scope="col">client</th>${[
    'came',
    'first byte',
    'complete',
    'left',
    'sent',
    'received',
    'wasted',
  ].map((name) => html`<th scope="col" class="number">${name}</th>`)}<th scope="col">content</th></tr></thead>
<tbody>${summary.peers.map(
    (peer) => html`<tr><th scope="row">${peer.name}</th><td>${peer.client}</td>${[
      time(peer.startedAt),
      time(peer.firstByteAt),
      time(peer.completedAt),
      time(peer.leftAt),
      sizeText(peer.sent),
      sizeText(peer.received),
      sizeText(peer.wasted),
    ].map((text) => html`<td class="number">${text}</td>`)}<td>${checked(peer)}</td></tr>
`,
  )}</tbody></table></div></details>`;
}

function checked({ role, verified, differs }: PeerSummary): string {
  if (verified === null) return role === 'seed' ? 'the source' : 'not checked';
  return verified ? '✓ equal' : `✗ differs${differs === null ? '' : `: ${differs}`}`;
}
