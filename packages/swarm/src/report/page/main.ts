import type uPlotType from 'uplot';
import type { ReportModel } from '../model/report-model.ts';
import { drawAvailability } from './availability.ts';
import { drawCompletions } from './completions.ts';
import { drawExchange } from './exchange.ts';
import { drawProgress } from './progress.ts';
import { drawRates } from './rates.ts';
import { readPalette } from './read-palette.ts';
import type { Picture } from './scene.ts';
import { drawTracker } from './tracker.ts';
import { drawUnchokes } from './unchokes.ts';

const PICTURES: Readonly<Record<string, Picture>> = {
  completions: drawCompletions,
  progress: drawProgress,
  exchange: drawExchange,
  rates: drawRates,
  availability: drawAvailability,
  unchokes: drawUnchokes,
  tracker: drawTracker,
};

// What the report has put there itself.
const runs = JSON.parse(document.getElementById('runs')?.textContent ?? '[]') as readonly ReportModel[];
const end = Math.max(1, ...runs.map((run) => Math.max(run.end, run.bound ?? 0))) * 1.03;
let plots: uPlotType[] = [];

function drawAll(): void {
  for (const plot of plots) plot.destroy();
  plots = [];
  const palette = readPalette();
  for (const panels of document.querySelectorAll<HTMLElement>('[data-picture]')) {
    panels.replaceChildren();
    PICTURES[panels.getAttribute('data-picture') ?? '']?.(panels, { runs, palette, end, plots });
  }
}

/** On paper everything is as by day, and as wide as a page. */
function drawForPaper(isPaper: boolean): void {
  document.documentElement.toggleAttribute('data-paper', isPaper);
  document.body.style.width = isPaper ? '690px' : '';
  drawAll();
}

let width = window.innerWidth;
window.addEventListener('resize', () => {
  if (window.innerWidth === width) return;
  width = window.innerWidth;
  drawAll();
});
window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
window.addEventListener('beforeprint', () => drawForPaper(true));
window.addEventListener('afterprint', () => drawForPaper(false));
drawAll();
