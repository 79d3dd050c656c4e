import { html, type Markup } from './markup.ts';
import { timeText } from './words.ts';

/** One column of numbers that stand beside times. */
export interface Column {
  readonly name: string;
  readonly values: readonly number[];
  readonly write: (value: number) => string;
}

const MOST_ROWS = 11;

/** A curve as a table, for who can't see the picture: its numbers at a few even times. */
export function numbersTable(caption: string, times: readonly number[], columns: readonly Column[]): Markup {
  if (times.length === 0) return html`<p class="quiet">${caption}: nothing was told of it.</p>`;
  const rows = Math.min(MOST_ROWS, times.length);
  const places = Array.from({ length: rows }, (_, row) =>
    rows === 1 ? 0 : Math.round((row * (times.length - 1)) / (rows - 1)),
  );
  return html`<div class="wide"><table><caption>${caption}</caption>
<thead><tr><th scope="col" class="number">time</th>${columns.map(({ name }) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead>
<tbody>${places.map(
    (place) =>
      html`<tr><th scope="row" class="number">${timeText(times[place] ?? 0)}</th>${columns.map(
        ({ values, write }) => html`<td class="number">${write(values[place] ?? 0)}</td>`,
      )}</tr>`,
  )}</tbody></table></div>`;
}
