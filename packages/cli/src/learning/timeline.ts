import { formatDuration } from '@seedbed/settings';
import type { Page } from '../page.ts';
import type { Colour } from '../paint.ts';
import type { Direction } from './wire-watcher.ts';
import { wrap } from './wrap.ts';

const TIME_WIDTH = 8;
/** Of a title: the arrow, and the spaces between its parts. */
const ARROW_AND_GAPS = 6;

/** What stands below a line of a timeline. */
export const TIMELINE_INDENT: string = ' '.repeat(TIME_WIDTH + 1);

/** Columns that are left beside the time. */
export const timelineRoom = ({ columns }: Page): number => columns - TIMELINE_INDENT.length;

const timeText = (t: number, { paint }: Page): string => paint('dim', `+${formatDuration(t)}`.padStart(TIME_WIDTH));

/** A text with the time before it. @param t ms since the begin */
export const timelineText = (t: number, text: string, colour: Colour, page: Page): string[] =>
  wrap(text, timelineRoom(page)).map(
    (line, i) => `${i === 0 ? `${timeText(t, page)} ` : TIMELINE_INDENT}${page.paint(colour, line)}`,
  );

/**
 * Bytes that went over the wire: who sent them, what they are, and what for.
 *
 * @param facts behind the title
 * @param purpose below it where there is no room beside it; may be empty
 */
export const timelineTitle = (t: number, { direction, title, facts, purpose }: TimelineTitle, page: Page): string[] => {
  const { paint } = page;
  const arrow = direction === 'sent' ? paint('cyan', `→ ${title}`) : paint('green', `← ${title}`);
  const room = timelineRoom(page);
  const inset = (text: string): string => `${TIMELINE_INDENT}${text}`;
  const head = `${timeText(t, page)} ${arrow}`;
  const used = title.length + facts.length + ARROW_AND_GAPS;
  if (used > room) return [head, ...wrap(facts, room).map(inset)];
  const first = `${head}  ${facts}`.trimEnd();
  if (purpose === '') return [first];
  if (used + purpose.length <= room) return [`${first}  ${paint('dim', purpose)}`];
  return [first, ...wrap(purpose, room).map((line) => inset(paint('dim', line)))];
};

interface TimelineTitle {
  readonly direction: Direction;
  readonly title: string;
  readonly facts: string;
  readonly purpose: string;
}
