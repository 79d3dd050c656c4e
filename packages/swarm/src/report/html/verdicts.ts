import type { ReportedRun } from '../reported-run.ts';
import { html, type Markup } from './markup.ts';

/** What was expected of a run, and whether it held. */
export function verdicts({ summary, model }: ReportedRun, isComparison: boolean): Markup {
  if (summary.verdicts.length === 0) return html``;
  return html`<section aria-label="Expectations of ${model.name}"><h2>${isComparison ? `Expectations of ${model.name}` : 'Expectations'}</h2>
<ul class="verdicts">${summary.verdicts.map(
    ({ expectation, held, found }) =>
      html`<li class="${held ? 'held' : 'broken'}"><span class="mark" aria-hidden="true">${held ? '✓' : '✗'}</span><span><b>${expectation}</b> <span class="quiet">${held ? 'held' : 'did not hold'}${found === '' ? '' : `: ${found}`}</span></span></li>`,
  )}</ul></section>`;
}
