import { formatCount } from '@seedbed/settings';
import type { RecordCounts, RunSummary } from '../../run-summary.ts';
import { html, type Markup } from './markup.ts';

/**
 * Why the figures of a run are to be doubted, above all of them.
 *
 * @param name of the run, where there are several
 */
export function warnings({ machine, events }: RunSummary, name?: string): Markup[] {
  const { believed, doubts } = machine;
  const why = doubts.length === 0 ? '' : `: ${doubts.join('; ')}`;
  const damage = damageOf(events);
  return [
    ...(believed ? [] : [`The machine was too busy for its figures to be believed${why}`]),
    ...(damage === undefined ? [] : [`The record is damaged, so that figures may be wrong: ${damage}`]),
  ].map((text) => warning(text, name));
}

/** What of a record is not as it was written; undefined when nothing is. */
export function damageOf({ written, unreadable, missing }: RecordCounts): string | undefined {
  const parts = [
    ...(unreadable === 0 ? [] : [`${formatCount(unreadable, 'line')} can't be read`]),
    ...(missing === 0 ? [] : [`${missing} of ${formatCount(written, 'event')} missing`]),
  ];
  return parts.length === 0 ? undefined : parts.join(', ');
}

const warning = (text: string, name: string | undefined): Markup =>
  html`<p class="outcome doubt"><span class="mark" aria-hidden="true">!</span><span>${name === undefined ? null : html`<b>${name}</b>: `}${text}</span></p>`;
