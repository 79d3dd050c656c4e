import { decodeCompactPeers, formatAddress, toHex } from '@seedbed/protocol';
import type { BencodeString, KeyMeaning } from '@seedbed/protocol/describe';
import { formatCount } from '@seedbed/settings';
import { bytesPerRow, hexOf, hexRows, rowsOf } from './hex-rows.ts';
import { textOfBytes } from './text-of-bytes.ts';

/** How a value is shown: in one line, and what else of it in rows, each with the offset of its first byte. */
export interface ShownValue {
  readonly summary: string;
  readonly rows: readonly { readonly offset: number; readonly text: string }[];
  /** What is left out, in words; empty when nothing is. */
  readonly more: string;
}

type RowKind = NonNullable<KeyMeaning['rows']>;

/** Bytes of a row that has a meaning of its own. */
const ROW_LENGTH: Readonly<Record<RowKind, number>> = { hashes: 20, peers: 6, peers6: 18 };

/** What is shown of something long, unless all is asked for. */
const FEW_CHARACTERS = 240;
const FEW_ROWS = 4;

/** Shows text as text, hashes and peers as what they are, and all other bytes in hexadecimal. @param room columns */
export const showString = (
  string: BencodeString,
  kind: RowKind | undefined,
  room: number,
  all: boolean,
): ShownValue => {
  const { content, length, isWhole } = string;
  if (!isWhole) return shownBytes(string, `only ${content.length} of ${length} bytes are there`, room, all);
  if (kind !== undefined && length > 0 && length % ROW_LENGTH[kind] === 0) return shownRows(string, kind, all);
  const text = textOfBytes(all ? content : content.subarray(0, FEW_CHARACTERS));
  if (text === undefined) return shownBytes(string, formatCount(length, 'byte'), room, all);
  const left = all ? 0 : Math.max(0, length - FEW_CHARACTERS);
  if (left === 0) return { summary: `"${text}"`, rows: [], more: '' };
  return { summary: `"${text}…"`, rows: [], more: `… ${formatCount(left, 'byte')} more` };
};

const shownBytes = (string: BencodeString, summary: string, room: number, all: boolean): ShownValue => {
  const { content } = string;
  const perRow = bytesPerRow(room);
  const shown = content.subarray(0, rowsShown(content.length / perRow, all) * perRow);
  const left = content.length - shown.length;
  const more = left === 0 ? '' : `… ${formatCount(left, 'byte')} more`;
  return { summary, rows: placed(hexRows(shown, perRow), string, perRow), more };
};

const shownRows = (string: BencodeString, kind: RowKind, all: boolean): ShownValue => {
  const { content } = string;
  const perRow = ROW_LENGTH[kind];
  const count = content.length / perRow;
  const shown = rowsShown(count, all);
  const rows = rowsOf(content.subarray(0, shown * perRow), perRow).map((row, i) => rowText(row, kind, i));
  const what = kind === 'hashes' ? formatCount(count, 'hash', 'hashes') : formatCount(count, 'peer');
  return {
    summary: `${formatCount(content.length, 'byte')}, ${what}`,
    rows: placed(rows, string, perRow),
    more: shown === count ? '' : `… ${count - shown} more of ${what}`,
  };
};

/** Each row with the offset of its first byte. */
const placed = (rows: readonly string[], { end, content }: BencodeString, perRow: number): ShownValue['rows'] =>
  rows.map((text, i) => ({ offset: end - content.length + i * perRow, text }));

/** One row more than a few is shown rather than spoken of. */
const rowsShown = (rows: number, all: boolean): number => {
  const count = Math.ceil(rows);
  return all || count <= FEW_ROWS + 1 ? count : FEW_ROWS;
};

const rowText = (row: Uint8Array, kind: RowKind, index: number): string => {
  if (kind === 'hashes') return `piece ${String(index).padEnd(4)} ${toHex(row)}`;
  const [peer] = decodeCompactPeers(row, kind === 'peers' ? 4 : 6);
  const address = peer === undefined ? 'port 0: nobody listens' : formatAddress(peer);
  return kind === 'peers' ? `${hexOf(row)}  ${address}` : `${toHex(row)}  ${address}`;
};
