import { createHash } from 'node:crypto';
import type { RepeatedSummary, RunSummary } from '../../run-summary.ts';
import type { PageParts } from '../page-parts.ts';
import type { ReportedRun } from '../reported-run.ts';
import { figuresTable } from './figures-table.ts';
import { comparisonHeadline, headline, repetitionsHeadline } from './headline.ts';
import { linksTable } from './links-table.ts';
import { embeddedJson, html, Markup } from './markup.ts';
import { peersTable } from './peers-table.ts';
import { pictures } from './pictures.ts';
import { STYLE } from './style.ts';
import { tiles } from './tiles.ts';
import { verdictList, verdicts } from './verdicts.ts';
import { damageOf, warnings } from './warnings.ts';
import { sizeText, timeText } from './words.ts';

/**
 * The page of one run, or of several side by side: one file that needs nothing else.
 *
 * @param together what the runs come to where they are the repetitions of one scenario
 */
export function reportHtml(runs: readonly ReportedRun[], parts: PageParts, together?: RepeatedSummary): string {
  const style = `${parts.style}\n${STYLE}`;
  const names = runs.map(({ model }) => model.name).join(' · ');
  const title = together === undefined ? names : together.scenario.name;
  const isComparison = runs.length > 1 || together !== undefined;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(style, parts.scripts)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title} – Seedbed</title>
<style>${new Markup(style)}</style>
</head>
<body>
<main>
<header>
${runs.map(identity)}
${answer(runs, together)}
</header>
${together === undefined ? null : verdictList(together.verdicts, 'Expectations of all runs')}
${runs.map((run) => verdicts(run, isComparison))}
${marks(runs)}
${pictures(runs)}
${happenings(runs)}
<section><h2>The figures beside theory</h2>${figuresTable(runs, together === undefined ? 'differences' : 'medians')}</section>
<section><h2>The peers</h2>${runs.map(peersTable)}</section>
${runs.map(origins)}
</main>
<script type="application/json" id="runs">${embeddedJson(runs.map(({ model }) => model))}</script>
${parts.scripts.map((script) => html`<script>${new Markup(script)}</script>\n`)}</body>
</html>
`.text;
}

/** Nothing is fetched and nothing runs but what is in the page now. */
function policy(style: string, scripts: readonly string[]): string {
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return [
    "default-src 'none'",
    `script-src ${scripts.map(hash).join(' ')}`,
    `style-src ${hash(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function identity({ summary, model, origin }: ReportedRun): Markup {
  const day = origin.startedAt.date.slice(0, 16).replace('T', ' ');
  return html`<p class="eyebrow"><b>${model.name}</b> · seed value ${summary.scenario.seedValue} · ${day} UTC</p>`;
}

const OUTCOMES = {
  verified: ['held', '✓', 'Verified: every leech holds exactly what the source holds.'],
  failed: ['broken', '✗', 'Failed'],
  interrupted: ['broken', '✗', 'Interrupted'],
} as const;

/** What comes first. Runs of different scenarios have neither a description nor an end in common. */
function answer(runs: readonly ReportedRun[], together: RepeatedSummary | undefined): Markup {
  if (together !== undefined)
    return html`<h1>${repetitionsHeadline(together)}</h1>
${description(together)}
${outcome(together)}
${runs.map((one) => warnings(one.summary, one.model.name))}`;
  const [run] = runs;
  if (run === undefined || runs.length > 1) {
    return html`<h1>${comparisonHeadline(runs)}</h1>
${runs.map((one) => warnings(one.summary, one.model.name))}`;
  }
  const { summary } = run;
  return html`<h1>${headline(summary)}</h1>
${description(summary)}
${outcome(summary)}
${warnings(summary)}
${tiles(summary)}`;
}

function description({ scenario }: RunSummary | RepeatedSummary): Markup | null {
  return scenario.description === null ? null : html`<p class="description">${scenario.description}</p>`;
}

function outcome({ outcome: end, reason }: RunSummary | RepeatedSummary): Markup {
  const [kind, mark, words] = OUTCOMES[end];
  return html`<p class="outcome ${kind}"><span class="mark" aria-hidden="true">${mark}</span><span>${words}${reason === null ? null : `: ${reason}`}</span></p>`;
}

const SIGNS = { arrival: '▲', departure: '▼', fault: '◆', relief: '◇', trouble: '✕' } as const;

/** What the marks above the axes of time stand for. */
function marks(runs: readonly ReportedRun[]): Markup {
  if (runs.every(({ model }) => model.moments.length === 0)) return html``;
  const words = { arrival: 'comes', departure: 'leaves', fault: 'disturbed', relief: 'mended', trouble: 'trouble' };
  const used = new Set(runs.flatMap(({ model }) => model.moments.map(({ kind }) => kind)));
  return html`<p class="caption marks">Marks above the pictures: ${[...used].map(
    (kind) => html`<span><b aria-hidden="true">${SIGNS[kind]}</b> ${words[kind]}</span>`,
  )} <a href="#meanwhile">in words</a></p>`;
}

function happenings(runs: readonly ReportedRun[]): Markup {
  const eventful = runs.filter(({ model }) => model.moments.length > 0);
  if (eventful.length === 0) return html``;
  return html`<section id="meanwhile"><h2>What happened meanwhile</h2><p class="caption">The marks on the axes of time, in words.</p>
${eventful.map(
  ({
    model,
  }) => html`<div class="wide"><table><caption>${model.name}</caption><thead><tr><th scope="col" class="number">time</th><th scope="col"></th><th scope="col">what</th></tr></thead>
<tbody>${model.moments.map(
    ({ t, kind, text }) =>
      html`<tr><td class="number">${timeText(t)}</td><td class="sign" aria-label="${kind}">${SIGNS[kind]}</td><td>${text}</td></tr>`,
  )}</tbody></table></div>`,
)}</section>`;
}

function origins({ summary, model, origin, scenario }: ReportedRun): Markup {
  const { machine, links, events } = summary;
  return html`<section><h2>How ${model.name} was made</h2>
<dl class="facts">
<div><dt>machine</dt><dd>${origin.machine.processors} × ${origin.machine.model}, ${sizeText(origin.machine.memory)}, ${origin.machine.platform}</dd></div>
<div><dt>programs</dt><dd>Seedbed ${origin.seedbed}, Node ${origin.node}</dd></div>
<div><dt>load</dt><dd>${Math.round(machine.busiest * 100)}\u00a0% of ${machine.processors} processors in the busiest second, event loops at most ${timeText(machine.lateness)} late</dd></div>
<div><dt>record</dt><dd>${events.written} events${events.late + events.lost === 0 ? ', none late, none lost' : `, ${events.late} late, ${events.lost} lost`}${damageOf(events) === undefined ? null : `; ${damageOf(events)}`}</dd></div>
<div><dt>folder</dt><dd>${summary.folder}</dd></div>
</dl>
${links.length === 0 ? null : linksTable(links)}
${scenario === '' ? null : html`<details open><summary>The scenario</summary><pre>${scenario}</pre></details>`}
</section>`;
}
