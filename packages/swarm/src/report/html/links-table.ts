import { unjudgedWords } from '../../result-lines.ts';
import type { LinkCheck } from '../../run-summary.ts';
import { html, type Markup } from './markup.ts';
import { rateText, timeText } from './words.ts';

/** The links of a run that could be judged, with the rates that were asked for and reached, and how many could not. */
export function linksTable(links: readonly LinkCheck[]): Markup {
  const judged = links.filter(({ ok }) => ok !== null);
  const unjudged = unjudgedWords(links);
  return html`<details><summary>Links: rates asked and reached, ${judged.length} of ${links.length} judged</summary>
${unjudged === '' ? null : html`<p class="caption">Not judged: ${unjudged}.</p>`}
${judged.length === 0 ? null : table(judged)}</details>`;
}

const table = (links: readonly LinkCheck[]): Markup => html`<div class="wide"><table>
<thead><tr><th scope="col">peer</th><th scope="col">direction</th><th scope="col" class="number">asked</th><th scope="col" class="number">reached</th><th scope="col" class="number">busy for</th><th scope="col">near enough</th></tr></thead>
<tbody>${links.map(row)}</tbody></table></div>`;

function row({ peer, direction, asked, reached, busy, tolerance, ok }: LinkCheck): Markup {
  const within = `within ${Math.round((tolerance ?? 0) * 100)}\u00a0%`;
  return html`<tr><th scope="row">${peer}</th><td>${direction}</td><td class="number">${rateText(asked)}</td><td class="number">${rateText(reached ?? 0)}</td><td class="number">${timeText(busy)}</td><td>${ok === true ? '✓' : '✗ not'} ${within}</td></tr>`;
}
