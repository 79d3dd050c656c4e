import { distribution } from '../../analysis/distribution.ts';
import type { ReportedRun } from '../reported-run.ts';
import { figureRows } from './figure-rows.ts';
import { html, type Markup } from './markup.ts';

/** What stands in the table beside the figures of several runs: how far each lies from the first, or their medians. */
export type Beside = 'differences' | 'medians';

/** The figures of all runs, theory beside them, and of several runs what lies between them. */
export function figuresTable(runs: readonly ReportedRun[], beside: Beside): Markup {
  const groups = [...new Set(runs.flatMap(({ model }) => model.groups.map(({ name }) => name)))];
  const all = runs.map(({ summary }) => summary.figures);
  const first = all.find((figures) => figures !== null);
  if (first === undefined) return html`<p>The run ended before it came to any figure.</p>`;
  const rows = figureRows(groups).filter(({ value }) =>
    all.some((figures) => figures != null && value(figures) !== null),
  );
  const isComparison = runs.length > 1;
  return html`<div class="wide"><table class="figures">
<thead><tr><th scope="col">figure</th>${runs.map(
    ({ model }, index) =>
      html`<th scope="col" class="number">${isComparison ? model.name : 'this run'}</th>${
        index > 0 && beside === 'differences' ? html`<th scope="col" class="number">difference</th>` : null
      }`,
  )}${beside === 'medians' ? html`<th scope="col" class="number">median</th>` : null}<th scope="col" class="number">theory</th><th scope="col">what it tells</th></tr></thead>
<tbody>${rows.map(
    ({ name, meaning, value, write, theory }) => html`<tr><th scope="row">${name}</th>${all.map((figures, index) => {
      const found = figures == null ? null : value(figures);
      const cell = html`<td class="number strong">${found === null ? '–' : write(found)}</td>`;
      if (index === 0 || beside === 'medians') return cell;
      return html`${cell}<td class="number">${difference(all[0] == null ? null : value(all[0]), found)}</td>`;
    })}${
      beside === 'medians'
        ? html`<td class="number strong">${median(
            all.map((figures) => (figures === null ? null : value(figures))),
            write,
          )}</td>`
        : null
    }<td class="number">${theory(first)}</td><td>${meaning}</td></tr>
`,
  )}</tbody></table></div>`;
}

/** Of the runs in which the figure came about. */
function median(found: readonly (number | null)[], write: (value: number) => string): string {
  const spread = distribution(found.filter((value) => value !== null));
  return spread === null ? '–' : write(spread.median);
}

/** In percent of the first run. */
function difference(first: number | null, other: number | null): string {
  if (first === null || other === null) return '–';
  if (first === other) return '±0\u00a0%';
  if (first === 0) return '–';
  const percent = (other / first - 1) * 100;
  return `${percent > 0 ? '+' : '−'}${Math.abs(percent).toFixed(Math.abs(percent) < 9.95 ? 1 : 0)}\u00a0%`;
}
