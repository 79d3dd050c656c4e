import { formatCount } from '@seedbed/settings';
import type { RunSummary } from '../../run-summary.ts';
import { html, type Markup } from './markup.ts';
import { sizeText, timeText } from './words.ts';

interface Tile {
  readonly label: string;
  readonly value: string;
  readonly note: string;
}

/** The four or five figures that tell most, large. */
export function tiles({ figures, content, peers }: RunSummary): Markup {
  if (figures === null) return html``;
  const seeds = peers.filter(({ role }) => role === 'seed').length;
  const all: readonly (Tile | undefined)[] = [
    figures.bound.applies
      ? { label: 'theory allows', value: timeText(figures.bound.time), note: BOUND_BY[figures.bound.by] }
      : { label: 'theory', value: 'no bound', note: figures.bound.why },
    figures.completions === null
      ? undefined
      : {
          label: 'median leech',
          value: timeText(figures.completions.median),
          note: `first ${timeText(figures.completions.least)}`,
        },
    figures.seedCopies.whenAllOut === null
      ? undefined
      : {
          label: 'seed copies',
          value: figures.seedCopies.whenAllOut.toFixed(2),
          note: 'sent until every piece was out; 1.00 is the least',
        },
    uplinks(figures),
    {
      label: 'shared',
      value: sizeText(content?.length ?? 0),
      note: `${formatCount(content?.pieces ?? 0, 'piece')}, ${formatCount(seeds, 'seed')}, ${formatCount(figures.leeches, 'leech', 'leeches')}`,
    },
  ];
  return html`<dl class="tiles">${all
    .filter((tile) => tile !== undefined)
    .map(({ label, value, note }) => html`<div><dt>${label}</dt><dd>${value}<small>${note}</small></dd></div>`)}</dl>`;
}

const BOUND_BY = {
  seeds: 'each byte has to leave the seeds once',
  'slowest-download': 'the slowest downlink has to carry it all',
  'all-uplinks': 'all uplinks together have to send every copy',
} as const;

function uplinks({ uplinks: uses }: NonNullable<RunSummary['figures']>): Tile | undefined {
  const leeches = uses.filter(({ role }) => role === 'leech');
  const [use] = leeches;
  if (use === undefined) return undefined;
  const least = Math.min(...leeches.map(({ share }) => share));
  return {
    label: 'uplinks in use',
    value: `${Math.round(least * 100)}\u00a0%`,
    note: leeches.length === 1 ? `of ${use.group}` : 'of the group that used them least',
  };
}
