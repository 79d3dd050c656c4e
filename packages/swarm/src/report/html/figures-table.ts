import type { ReportedRun } from '../reported-run.ts';
import { figureRows } from './figure-rows.ts';
import { html, type Markup } from './markup.ts';

/** The figures of all runs, theory beside them, and of several runs what lies between them and the first. */
export function figuresTable(runs: readonly ReportedRun[]): Markup {
  const groups = [...new Set(runs.flatMap(({ model }) => model.groups.map(({ name }) => name)))];
  const all = runs.map(({ summary }) => summary.figures);
  const [first] = all;
  if (first == null) return html`<p>The run ended before it came to any figure.</p>`;
  const rows = figureRows(groups).filter(({ value }) =>
    all.some((figures) => figures != null && value(figures) !== null),
  );
  const isComparison = runs.length > 1;
  return html`<div class="wide"><table class="figures">
<thead><tr><th scope="col">figure</th>${runs.map(
    ({ model }, index) =>
      html`<th scope="col" class="number">${isComparison ? model.name : 'this run'}</th>${
        index > 0 ? html`<th scope="col" class="number">difference</th>` : null
      }`,
  )}<th scope="col" class="number">theory</th><th scope="col">what it tells</th></tr></thead>
<tbody>${rows.map(
    ({ name, meaning, value, write, theory }) => html`<tr><th scope="row">${name}</th>${all.map((figures, index) => {
      const found = figures == null ? null : value(figures);
      const cell = html`<td class="number strong">${found === null ? '–' : write(found)}</td>`;
      return index === 0 ? cell : html`${cell}<td class="number">${difference(value(first), found)}</td>`;
    })}<td class="number">${theory(first)}</td><td>${meaning}</td></tr>
`,
  )}</tbody></table></div>`;
}

/** In percent of the first run. */
function difference(first: number | null, other: number | null): string {
  if (first === null || other === null) return '–';
  if (first === other) return '±0 %';
  if (first === 0) return '–';
  const percent = (other / first - 1) * 100;
  return `${percent > 0 ? '+' : '−'}${Math.abs(percent).toFixed(Math.abs(percent) < 9.95 ? 1 : 0)} %`;
}
