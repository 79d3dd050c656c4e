import type { Verdict } from '../../scenario/judge-expectation.ts';
import type { ReportedRun } from '../reported-run.ts';
import { html, type Markup } from './markup.ts';

/** What was expected of a run, and whether it held. */
export function verdicts({ summary, model }: ReportedRun, isComparison: boolean): Markup {
  return verdictList(summary.verdicts, isComparison ? `Expectations of ${model.name}` : 'Expectations');
}

/** Verdicts below a title; nothing where nothing was expected. */
export function verdictList(list: readonly Verdict[], title: string): Markup {
  if (list.length === 0) return html``;
  return html`<section aria-label="${title}"><h2>${title}</h2>
<ul class="verdicts">${list.map(
    ({ expectation, held, found }) =>
      html`<li class="${held ? 'held' : 'broken'}"><span class="mark" aria-hidden="true">${held ? '✓' : '✗'}</span><span><b>${expectation}</b> <span class="quiet">${held ? 'held' : 'did not hold'}${found === '' ? '' : `: ${found}`}</span></span></li>`,
  )}</ul></section>`;
}
