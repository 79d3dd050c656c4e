import type { Verdict } from '../../scenario/judge-expectation.ts';
import type { ReportedRun } from '../reported-run.ts';
import { html, type Markup } from './markup.ts';

/** What was expected of a run, and whether it held. */
export function verdicts({ summary, model }: ReportedRun, isComparison: boolean): Markup {
  return verdictList(summary.verdicts, isComparison ? `Expectations of ${model.name}` : 'Expectations');
}

const HELD = ['held', '✓', 'held'] as const;
const BROKEN = ['broken', '✗', 'did not hold'] as const;
const OPEN = ['doubt', '?', 'not judged'] as const;

/** Verdicts below a title; nothing where nothing was expected. */
export function verdictList(list: readonly Verdict[], title: string): Markup {
  if (list.length === 0) return html``;
  return html`<section aria-label="${title}"><h2>${title}</h2>
<ul class="verdicts">${list.map(({ expectation, held, found }) => {
    const [kind, mark, words] = held === null ? OPEN : held ? HELD : BROKEN;
    return html`<li class="${kind}"><span class="mark" aria-hidden="true">${mark}</span><span><b>${expectation}</b> <span class="quiet">${words}${found === '' ? '' : `: ${found}`}</span></span></li>`;
  })}</ul></section>`;
}
