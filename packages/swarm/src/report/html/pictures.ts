import type { ReportedRun } from '../reported-run.ts';
import { findingsOf } from './findings.ts';
import { html, type Markup } from './markup.ts';
import { type PictureName, pictureNumbers } from './picture-numbers.ts';

/** In one sentence, what to look at. */
const CAPTIONS: { readonly [Picture in PictureName]: string } = {
  completions: 'A steep curve is a swarm that gets everybody done together.',
  progress:
    'Even slopes are links in full use; where a line lies flat, that peer waited for pieces or for somebody to serve it.',
  exchange:
    'Senders are rows, receivers columns, more colour is more; an even field is a swarm in which everybody trades with everybody.',
  rates:
    'What each group sends, and what it receives, beside what its uplinks could carry (dotted): the gap below is capacity that nobody used.',
  availability:
    'As long as the rarest piece has a copy, everybody can finish; the nearer it comes to the mean, the better the pieces are spread.',
  unchokes: 'Choose a peer: each bar is the time in which it served one other; hatched bars are optimistic unchokes.',
  tracker: 'The peers it counts as seeds and leeches, and when it was asked; crosses are announces without an answer.',
};

/** What is said besides of a run with a bound, and of one with clients of others. */
const OF_BOUND = 'No swarm with these links reaches the top left of the dashed bound.';
const OF_FOREIGN: { readonly [Picture in PictureName]?: string } = {
  exchange:
    'Clients of others do not say from whom they got a piece: what they gave each other is not known, and is left empty.',
  rates: 'What ours gave to clients of others is known only as a sum, and what these gave each other not at all.',
};

function captionOf(name: PictureName, runs: readonly ReportedRun[]): string {
  const [run] = runs;
  const isBound = name === 'completions' && runs.length === 1 && run?.model.bound != null;
  const hasForeign = runs.some(({ model }) => model.groups.some(({ isForeign }) => isForeign));
  return [CAPTIONS[name], ...(isBound ? [OF_BOUND] : []), ...(hasForeign ? [OF_FOREIGN[name] ?? []] : [])]
    .flat()
    .join(' ');
}

const PICTURES = Object.keys(CAPTIONS) as readonly PictureName[];

/** The pictures, each with what to look at and with its numbers. The script of the page draws them. */
export function pictures(runs: readonly ReportedRun[]): Markup {
  const findings = findingsOf(runs);
  return html`${PICTURES.map(
    (name) => html`<section id="${name}" class="picture" aria-labelledby="${name}-title">
<h2 id="${name}-title">${findings[name]}</h2>
<p class="caption">${captionOf(name, runs)}</p>
<div class="panels" data-picture="${name}"><noscript><p class="quiet">The picture needs JavaScript; its numbers are below.</p></noscript></div>
<details><summary>The numbers of this picture</summary>${runs.map(({ model }) => pictureNumbers[name](model))}</details>
</section>
`,
  )}`;
}
