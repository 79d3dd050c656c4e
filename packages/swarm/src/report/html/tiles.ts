import { formatDuration, formatSize } from '@seedbed/settings';
import type { RunSummary } from '../../run-summary.ts';
import { html, type Markup } from './markup.ts';

interface Tile {
  readonly label: string;
  readonly value: string;
  readonly note: string;
}

/** The four or five figures that tell most, large. */
export function tiles({ figures, content, peers }: RunSummary): Markup {
  if (figures === null) return html``;
  const all: readonly (Tile | undefined)[] = [
    figures.bound.applies
      ? { label: 'theory allows', value: formatDuration(figures.bound.time), note: BOUND_BY[figures.bound.by] }
      : { label: 'theory', value: 'no bound', note: figures.bound.why },
    figures.completions === null
      ? undefined
      : {
          label: 'median leech',
          value: formatDuration(figures.completions.median),
          note: `first ${formatDuration(figures.completions.least)}`,
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
      value: formatSize(content?.length ?? 0),
      note: `${content?.pieces ?? 0} pieces, ${peers.filter(({ role }) => role === 'seed').length} seeds, ${figures.leeches} leeches`,
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
    value: `${Math.round(least * 100)} %`,
    note: leeches.length === 1 ? `of ${use.group}` : 'of the group that used them least',
  };
}
