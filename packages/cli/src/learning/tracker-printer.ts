import type { TrackerTap } from '@seedbed/peer';
import { type AddressFamily, withoutControls } from '@seedbed/protocol';
import {
  type DescribedBytes,
  type DescribedParameter,
  describeUdpAnswer,
  describeUdpRequest,
  outlineBencode,
} from '@seedbed/protocol/describe';
import { formatCount } from '@seedbed/settings';
import type { Page } from '../page.ts';
import { bencodeLines } from './bencode-lines.ts';
import { fieldLines } from './field-lines.ts';
import { bytesPerRow, hexRows } from './hex-rows.ts';
import { requestParameters } from './request-parameters.ts';
import { TIMELINE_INDENT, timelineRoom, timelineTitle } from './timeline.ts';
import type { Direction } from './wire-watcher.ts';
import { wrap, wrapQuery } from './wrap.ts';

/** Of what a tracker may send much: lines of a head and their length, lines of a datagram, bytes. */
const MOST_HEAD = 30;
const LONGEST_HEAD = 2_000;
const MOST_LINES = 60;
const FEW_BYTES = 64;

/** Writes a question to a tracker and its answer for people: as they were sent, then what each part means. */
export class TrackerPrinter implements TrackerTap {
  readonly #page: Page;
  readonly #print: (line: string) => void;
  readonly #all: boolean;
  readonly #begin = performance.now();

  /** @param all also of long answers */
  constructor(page: Page, all: boolean, print: (line: string) => void) {
    this.#page = page;
    this.#all = all;
    this.#print = print;
  }

  httpRequest(head: readonly string[]): void {
    this.#title('sent', 'HTTP request', 'who we are, and for which torrent we want peers (BEP 3)');
    this.#head(head);
    const parameters = requestParameters(head);
    const nameWidth = Math.max(0, ...parameters.map(({ name }) => name.length));
    for (const parameter of parameters) this.#parameter(parameter, nameWidth);
  }

  httpAnswer(head: readonly string[]): void {
    this.#title('received', 'HTTP answer', '');
    this.#head(head);
  }

  httpBody(body: Uint8Array): void {
    this.#dim(`the body, ${formatCount(body.length, 'byte')}`);
    this.#bytes(body);
    this.#lines(bencodeLines(outlineBencode(body), this.#page, { all: this.#all }));
  }

  udpSent(datagram: Uint8Array): void {
    this.#datagram('sent', datagram, describeUdpRequest(datagram));
  }

  udpReceived(datagram: Uint8Array, family: AddressFamily): void {
    this.#datagram('received', datagram, describeUdpAnswer(datagram, family));
  }

  #datagram(direction: Direction, datagram: Uint8Array, described: DescribedBytes | undefined): void {
    if (described === undefined) {
      this.#title(direction, 'UDP', 'no message of a tracker', datagram.length);
      return this.#bytes(datagram);
    }
    const { name, purpose, bep } = described;
    this.#title(direction, `UDP ${name}`, `${purpose} (BEP ${bep})`, datagram.length);
    const lines = fieldLines(described, datagram, this.#page);
    const shown = this.#all ? lines : lines.slice(0, MOST_LINES);
    this.#lines(shown);
    if (shown.length < lines.length) this.#more(formatCount(lines.length - shown.length, 'line'));
  }

  #title(direction: Direction, title: string, purpose: string, length?: number): void {
    if (direction === 'received') this.#print('');
    const facts = length === undefined ? '' : formatCount(length, 'byte');
    const t = performance.now() - this.#begin;
    this.#lines(timelineTitle(t, { direction, title, facts, purpose }, this.#page));
  }

  #head(head: readonly string[]): void {
    const lines = head.slice(0, MOST_HEAD).map((line) => withoutControls(line.slice(0, LONGEST_HEAD), '?'));
    for (const line of lines.flatMap((text) => wrapQuery(text, timelineRoom(this.#page)))) this.#inset(line);
    if (head.length > MOST_HEAD) this.#dim(`… ${head.length - MOST_HEAD} more`);
  }

  #parameter({ name, value, purpose = 'nobody has defined it', bep }: DescribedParameter, nameWidth: number): void {
    const { paint } = this.#page;
    const lead = `${paint('bold', name.padEnd(nameWidth))}  `;
    const rest = ' '.repeat(nameWidth + 2);
    const room = timelineRoom(this.#page) - rest.length;
    const why = bep === undefined ? purpose : `${purpose} (BEP ${bep})`;
    if (value.length + why.length + 2 <= room) return this.#inset(`${lead}${value}  ${paint('dim', why)}`);
    for (const [i, line] of wrap(value, room).entries()) this.#inset(`${i === 0 ? lead : rest}${line}`);
    for (const line of wrap(why, room)) this.#inset(`${rest}${paint('dim', line)}`);
  }

  #bytes(bytes: Uint8Array): void {
    const shown = this.#all ? bytes : bytes.subarray(0, FEW_BYTES);
    for (const row of hexRows(shown, bytesPerRow(timelineRoom(this.#page)))) this.#dim(row);
    if (shown.length < bytes.length) this.#more(formatCount(bytes.length - shown.length, 'byte'));
  }

  #more(what: string): void {
    this.#dim(`… ${what} more; --all shows them`);
  }

  #dim(text: string): void {
    this.#inset(this.#page.paint('dim', text));
  }

  #inset(text: string): void {
    this.#print(`${TIMELINE_INDENT}${text}`);
  }

  #lines(lines: Iterable<string>): void {
    for (const line of lines) this.#print(line);
  }
}
