import { toHex } from '@seedbed/protocol';
import {
  type BencodeEntry,
  type BencodeNode,
  type BencodeOutline,
  type BencodeRemark,
  type DocumentKind,
  documentKind,
  keyMeaning,
} from '@seedbed/protocol/describe';
import type { Page } from '../page.ts';
import type { Colour } from '../paint.ts';
import { branchesOf, purposeOf, summaryOf, syntaxOf } from './bencode-summary.ts';
import { type ShownValue, showString } from './show-string.ts';
import { textOfBytes } from './text-of-bytes.ts';
import { wrap } from './wrap.ts';

export interface BencodeLinesOptions {
  /** Everything, however long it is. */
  readonly all: boolean;
  /** What else is known of a value: `path` are the keys that lead to it, with `*` for a step into a list. */
  readonly extra?: (path: readonly string[], node: BencodeNode) => string | undefined;
}

/** Items of a list or keys of a dictionary, unless all are asked for. */
const FEW_BRANCHES = 40;
/** Characters of a key: it may be megabytes long. */
const LONGEST_KEY = 48;
/** Of `1000000:`. */
const SYNTAX_WIDTH = 9;
const NARROWEST_OFFSET = 6;
const LEAST_ROOM = 24;

/** A value on its way to the page. */
interface Branch {
  readonly node: BencodeNode;
  /** Where its key begins, or itself where it has none. */
  readonly start: number;
  readonly label: string;
  readonly path: readonly string[];
  /** What its first line is led by, and the lines of what is inside. */
  readonly lead: string;
  readonly below: string;
}

/**
 * Bencode as a tree: in each line the offset of a value, what its bytes begin with (`30:` a string of 30 bytes, `i` an
 * integer, `l` a list, `d` a dictionary), its key, what it says and what it is for. What is not canonical is marked below
 * the line it belongs to.
 */
export const bencodeLines = (outline: BencodeOutline, page: Page, options: BencodeLinesOptions): Generator<string> =>
  new BencodeLines(outline, page, options).run();

class BencodeLines {
  readonly #outline: BencodeOutline;
  readonly #page: Page;
  readonly #options: BencodeLinesOptions;
  readonly #kind: DocumentKind;
  readonly #offsetWidth: number;
  #remarked = 0;

  constructor(outline: BencodeOutline, page: Page, options: BencodeLinesOptions) {
    this.#outline = outline;
    this.#page = page;
    this.#options = options;
    this.#kind = outline.root === undefined ? 'unknown' : documentKind(outline.root);
    this.#offsetWidth = Math.max(NARROWEST_OFFSET, String(outline.end).length);
  }

  *run(): Generator<string> {
    const { root: node } = this.#outline;
    if (node !== undefined) yield* this.#branch({ node, start: node.start, label: '', path: [], lead: '', below: '' });
    yield* this.#remarks(Number.POSITIVE_INFINITY);
  }

  *#branch(branch: Branch): Generator<string> {
    const { node, start, path, below } = branch;
    yield* this.#remarks(start);
    const branches = branchesOf(node);
    const inner = `${below}${branches.length > 0 ? '│ ' : '  '}`;
    const room = this.#room(inner);
    const meaning = keyMeaning(this.#kind, path);
    const { summary, rows, more } =
      node.type === 'string' ? showString(node, meaning?.rows, room, this.#options.all) : showOther(node);
    yield* this.#value(branch, summary, purposeOf(meaning), inner);
    const extra = this.#options.extra?.(path, node);
    if (extra !== undefined) yield* this.#below(inner, wrap(extra, room), 'green');
    for (const { offset, text } of rows) yield this.#row(offset, '', inner, text);
    if (more !== '') yield* this.#below(inner, [`${more}; --all shows them`], 'dim');
    yield* this.#branches(branches, path, below);
  }

  /** The value and what it is for: in one line if they fit into one. */
  *#value({ node, label, lead }: Branch, summary: string, purpose: string, inner: string): Generator<string> {
    const room = this.#room(lead) - label.length;
    const [first = '', ...more] = wrap(summary, room);
    const fits = more.length === 0 && first.length + purpose.length + 2 <= room;
    const behind = fits && purpose !== '' ? `  ${this.#page.paint('dim', purpose)}` : '';
    yield this.#row(node.start, syntaxOf(node), lead, `${this.#bold(label)}${first}${behind}`);
    if (more.length > 0) yield* this.#below(inner, wrap(more.join(' '), this.#room(inner)));
    if (!fits && purpose !== '') yield* this.#below(inner, wrap(purpose, this.#room(inner)), 'dim');
  }

  *#branches(
    branches: readonly (BencodeNode | BencodeEntry)[],
    path: readonly string[],
    below: string,
  ): Generator<string> {
    const isFew = this.#options.all || branches.length <= FEW_BRANCHES + 1;
    for (const [i, branch] of branches.entries()) {
      if (!isFew && i === FEW_BRANCHES) {
        const more = `└─ … ${branches.length - i} more of ${branches.length}; --all shows them`;
        return yield* this.#below(below, [more], 'dim');
      }
      const isLast = i === branches.length - 1;
      const leads = { lead: `${below}${isLast ? '└─ ' : '├─ '}`, below: `${below}${isLast ? '   ' : '│  '}` };
      if ('type' in branch) {
        yield* this.#branch({ node: branch, start: branch.start, label: `[${i}] `, path: [...path, '*'], ...leads });
      } else yield* this.#entry(branch, path, leads);
    }
  }

  *#entry(
    { key, value: node }: BencodeEntry,
    path: readonly string[],
    leads: Pick<Branch, 'lead' | 'below'>,
  ): Generator<string> {
    const name = textOfBytes(key.content) ?? `0x${toHex(key.content.subarray(0, 20))}`;
    const short = name.length > LONGEST_KEY ? `${name.slice(0, LONGEST_KEY)}…` : name;
    const { start } = key;
    if (node !== undefined) {
      const label = node.type === 'list' || node.type === 'dictionary' ? `${short}: ` : `${short} = `;
      return yield* this.#branch({ node, start, label, path: [...path, name], ...leads });
    }
    yield* this.#remarks(start);
    yield this.#row(start, syntaxOf(key), leads.lead, `${short}: a key without a value`);
  }

  /** What is wrong before a place. */
  *#remarks(before: number): Generator<string> {
    const { remarks } = this.#outline;
    const { paint } = this.#page;
    for (; this.#remarked < remarks.length; this.#remarked += 1) {
      const { offset, text } = remarks[this.#remarked] as BencodeRemark; // the index is below the length
      if (offset >= before) return;
      const [first = '', ...more] = wrap(text, this.#room('  '));
      yield this.#row(offset, '', '', paint('red', `✗ ${first}`));
      yield* this.#below('  ', more, 'red');
    }
  }

  /** Lines that belong to the one above. */
  *#below(lead: string, lines: readonly string[], colour?: Colour): Generator<string> {
    for (const line of lines) {
      yield this.#row(undefined, '', lead, colour === undefined ? line : this.#page.paint(colour, line));
    }
  }

  #row(offset: number | undefined, syntax: string, lead: string, text: string): string {
    const { paint } = this.#page;
    const place =
      offset === undefined ? ' '.repeat(this.#offsetWidth) : paint('dim', String(offset).padStart(this.#offsetWidth));
    const begin = syntax === '' ? ' '.repeat(SYNTAX_WIDTH) : paint('cyan', syntax.padEnd(SYNTAX_WIDTH));
    return `${place}  ${begin}${lead.trim() === '' ? lead : paint('dim', lead)}${text}`.trimEnd();
  }

  /** Columns that are left for a text behind a lead. */
  #room(lead: string): number {
    return Math.max(LEAST_ROOM, this.#page.columns - this.#offsetWidth - 2 - SYNTAX_WIDTH - lead.length);
  }

  #bold(label: string): string {
    return label === '' ? '' : this.#page.paint('bold', label);
  }
}

const showOther = (node: Exclude<BencodeNode, { type: 'string' }>): ShownValue => ({
  summary: summaryOf(node),
  rows: [],
  more: '',
});
