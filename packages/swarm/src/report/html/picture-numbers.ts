import type { ReportModel } from '../model/report-model.ts';
import { html, type Markup } from './markup.ts';
import { type Column, numbersTable } from './numbers-table.ts';
import { rateText, sizeText, timeText } from './words.ts';

/** The pictures of a run as tables, for who can't see them. */
export const pictureNumbers: { readonly [Picture in PictureName]: (model: ReportModel) => Markup } = {
  completions: (model) => {
    const leeches = model.peers.filter(({ role }) => role === 'leech');
    const done = leeches
      .flatMap(({ completedAt }) => (completedAt === null ? [] : [completedAt]))
      .sort((a, b) => a - b);
    return numbersTable(`Leeches complete, ${model.name}`, done, [
      { name: 'leeches', values: done.map((_, index) => index + 1), write: (count) => `${count} of ${leeches.length}` },
    ]);
  },
  progress: (model) => {
    const { times, have } = model.progress;
    const leeches = have.filter((_, peer) => model.peers[peer]?.role === 'leech');
    const sorted = times.map((_, place) => leeches.map((row) => row[place] ?? 0).sort((a, b) => a - b));
    const at = (name: string, share: number): Column => ({
      name,
      values: sorted.map((all) => all[Math.round(share * (all.length - 1))] ?? 0),
      write: (pieces) => `${pieces} (${Math.floor((pieces / Math.max(1, model.pieces)) * 100)}\u00a0%)`,
    });
    return numbersTable(`Verified pieces of the leeches, ${model.name}`, times, [
      at('fewest', 0),
      at('median', 0.5),
      at('most', 1),
    ]);
  },
  exchange: ({ name, groups, exchange: { groups: rows, bytes } }) => {
    const between = (from: number, to: number): number =>
      bytes.reduce(
        (sum, row, sender) =>
          rows[sender] === from
            ? row.reduce((cells, cell, column) => cells + (rows[column] === to ? cell : 0), sum)
            : sum,
        0,
      );
    return html`<div class="wide"><table><caption>Payload from group to group, ${name}</caption>
<thead><tr><th scope="col">from</th>${groups.map((group) => html`<th scope="col" class="number">to ${group.name}</th>`)}</tr></thead>
<tbody>${groups.map(
      (group, from) =>
        html`<tr><th scope="row">${group.name}</th>${groups.map((_, to) => html`<td class="number">${sizeText(between(from, to))}</td>`)}</tr>`,
    )}</tbody></table></div>`;
  },
  rates: ({ name, groups, rates }) =>
    numbersTable(
      `Payload per second of whole groups, ${name}`,
      rates.times,
      groups.flatMap((group, place) => [
        { name: `${group.name} sends`, values: rates.sent[place] ?? [], write: rateText },
        ...(group.role === 'leech'
          ? [{ name: `${group.name} receives`, values: rates.received[place] ?? [], write: rateText }]
          : []),
      ]),
    ),
  availability: ({ name, availability: { times, least, mean } }) =>
    numbersTable(`Copies of a piece among the peers that are there, ${name}`, times, [
      { name: 'rarest piece', values: least, write: String },
      { name: 'mean of all pieces', values: mean, write: (copies) => copies.toFixed(1) },
    ]),
  unchokes: ({ name, unchokes }) => html`<div class="wide"><table><caption>Upload slots, ${name}</caption>
<thead><tr><th scope="col">peer</th><th scope="col" class="number">peers it served</th><th scope="col" class="number">spans</th><th scope="col" class="number">optimistic</th><th scope="col" class="number">slots taken, mean span</th></tr></thead>
<tbody>${unchokes.peers.map(({ peer, spans }) => {
    const total = spans.reduce((sum, [, from, to]) => sum + to - from, 0);
    return html`<tr><th scope="row">${peer}</th><td class="number">${new Set(spans.map(([remote]) => remote)).size}</td><td class="number">${spans.length}</td><td class="number">${spans.filter(([, , , optimistic]) => optimistic === 1).length}</td><td class="number">${timeText(total / spans.length)}</td></tr>`;
  })}</tbody></table></div>`,
  tracker: ({ name, tracker: { times, seeds, leeches, answered, failed } }) =>
    numbersTable(`What the tracker counts, ${name}`, times, [
      { name: 'seeds', values: seeds, write: String },
      { name: 'leeches', values: leeches, write: String },
      { name: 'announces answered', values: sumsUntil(answered), write: String },
      { name: 'failed', values: sumsUntil(failed), write: String },
    ]),
};

/** The pictures of a report. */
export type PictureName = 'completions' | 'progress' | 'exchange' | 'rates' | 'availability' | 'unchokes' | 'tracker';

function sumsUntil(counts: readonly number[]): number[] {
  let sum = 0;
  return counts.map((count) => {
    sum += count;
    return sum;
  });
}
