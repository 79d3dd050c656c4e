import type { ReportModel } from '../model/report-model.ts';

/** The colours of the page. */
export interface Palette {
  readonly ink: string;
  readonly quiet: string;
  readonly grid: string;
  readonly panel: string;
  readonly low: string;
  readonly high: string;
  readonly seed: string;
  readonly series: readonly string[];
}

/** Lines are told apart by these as well, on paper and by who sees no colours. */
const DASHES: readonly (readonly number[])[] = [[], [8, 4], [2, 3], [10, 3, 2, 3], [5, 2], [14, 4]];

/** How a group is drawn: seeds have their own colour, groups of leeches the others. */
export function groupLook(model: ReportModel, group: number, palette: Palette): { colour: string; dash: number[] } {
  const { role } = model.groups[group] ?? { role: 'leech' };
  const place = model.groups.slice(0, group).filter((other) => other.role === role).length;
  if (role === 'seed') return { colour: palette.seed, dash: [...(DASHES[(place + 1) % DASHES.length] ?? [])] };
  return lookOf(place, palette);
}

/** How the line of this place is drawn. */
export function lookOf(place: number, { series, ink }: Palette): { colour: string; dash: number[] } {
  return { colour: series[place % series.length] ?? ink, dash: [...(DASHES[place % DASHES.length] ?? [])] };
}

/** Between two colours `#rrggbb`, `share` from 0 to 1. */
export function mix(low: string, high: string, share: number): string {
  const [a, b] = [Number.parseInt(low.slice(1), 16), Number.parseInt(high.slice(1), 16)];
  const parts = [16, 8, 0].map((shift) => {
    const [from, to] = [(a >> shift) & 255, (b >> shift) & 255];
    return Math.round(from + (to - from) * share);
  });
  return `rgb(${parts.join(' ')})`;
}
