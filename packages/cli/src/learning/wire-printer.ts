import { type Handshake, type WireFrame, withoutControls } from '@seedbed/protocol';
import { type DescribedBytes, describeHandshake, describeMessage } from '@seedbed/protocol/describe';
import { formatCount } from '@seedbed/settings';
import type { Page } from '../page.ts';
import { bitfieldPicture } from './bitfield-picture.ts';
import { fieldLines, fieldsInBrief, hexInBrief } from './field-lines.ts';
import { bytesPerRow, hexRows } from './hex-rows.ts';
import { TIMELINE_INDENT, timelineRoom, timelineText, timelineTitle } from './timeline.ts';
import type { Direction, WireWatcher } from './wire-watcher.ts';

/** Of the bytes of a bitfield: there is a picture of it. */
const BITFIELD_SHOWN = 5 + 16;

/** Whoever floods us is not shown to the end. */
const MOST_MESSAGES = 5_000;

/**
 * Writes what goes over a connection for people: the first message of each kind byte by byte with names, the next ones in
 * brief.
 */
export class WirePrinter implements WireWatcher {
  readonly #page: Page;
  readonly #print: (line: string) => void;
  readonly #explained = new Set<string>();
  #messages = 0;

  constructor(page: Page, print: (line: string) => void) {
    this.#page = page;
    this.#print = print;
  }

  note(text: string, t: number): void {
    this.#lines(timelineText(t, withoutControls(text, '?'), 'dim', this.#page));
  }

  failure(text: string, t: number): void {
    this.#lines(timelineText(t, `✗ ${withoutControls(text, '?')}`, 'red', this.#page));
  }

  handshake(direction: Direction, handshake: Handshake, bytes: Uint8Array, t: number): void {
    const described = describeHandshake(handshake);
    const isNew = this.#isNew(described);
    this.#title(direction, described, bytes.length, t, isNew);
    this.#lines(fieldLines(described, bytes, this.#page, isNew));
  }

  message(direction: Direction, { message, length, head }: WireFrame, t: number): void {
    this.#messages++;
    if (this.#messages > MOST_MESSAGES) {
      if (this.#messages === MOST_MESSAGES + 1) this.note(`more than ${MOST_MESSAGES} messages: no more are shown`, t);
      return;
    }
    const described = describeMessage(message);
    if (!this.#isNew(described)) return this.#brief(direction, described, length, head, t);
    this.#title(direction, described, length, t, true);
    const isBitfield = message.type === 'bitfield';
    this.#lines(fieldLines(described, isBitfield ? head.subarray(0, BITFIELD_SHOWN) : head, this.#page));
    if (isBitfield) this.#picture(message);
  }

  rubbish(bytes: Uint8Array, reason: string, t: number): void {
    this.failure(reason, t);
    this.#lines(hexRows(bytes, bytesPerRow(timelineRoom(this.#page))).map((row) => `${TIMELINE_INDENT}${row}`));
  }

  #title(direction: Direction, described: DescribedBytes, length: number, t: number, isExplained: boolean): void {
    const { name: title, purpose: why, bep } = described;
    const purpose = isExplained ? `${why} (BEP ${bep})` : '';
    this.#lines(timelineTitle(t, { direction, title, facts: formatCount(length, 'byte'), purpose }, this.#page));
  }

  #brief(direction: Direction, described: DescribedBytes, length: number, head: Uint8Array, t: number): void {
    const facts = fieldsInBrief(described);
    const bytes = formatCount(length, 'byte');
    const title = { direction, title: described.name, facts: facts || bytes, purpose: facts && bytes };
    this.#lines(timelineTitle(t, title, this.#page));
    const rows = hexInBrief(described, head, timelineRoom(this.#page));
    this.#lines(rows.map((row) => `${TIMELINE_INDENT}${this.#page.paint('dim', row)}`));
  }

  #picture({ bitfield }: Extract<WireFrame['message'], { type: 'bitfield' }>): void {
    const { paint } = this.#page;
    const { rows, perCell } = bitfieldPicture(bitfield, timelineRoom(this.#page));
    this.#lines(rows.map((row) => `${TIMELINE_INDENT}${paint('green', row)}`));
    if (perCell > 1) this.#print(`${TIMELINE_INDENT}${paint('dim', `each cell is ${perCell} pieces`)}`);
  }

  /** Whether it is the first of its kind. */
  #isNew({ name }: DescribedBytes): boolean {
    if (this.#explained.has(name)) return false;
    this.#explained.add(name);
    return true;
  }

  #lines(lines: readonly string[]): void {
    for (const line of lines) this.#print(line);
  }
}
