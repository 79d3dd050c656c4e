import { toHex } from '@seedbed/protocol';
import type { ByteField, DescribedBytes } from '@seedbed/protocol/describe';
import { formatCount } from '@seedbed/settings';
import type { Page } from '../page.ts';
import type { Paint } from '../paint.ts';
import { hexOf, rowsOf } from './hex-rows.ts';
import { wrap, wrapList } from './wrap.ts';

const INDENT = 2;
const OFFSET_WIDTH = 5;
const GAP = '  ';
const LEAST_ROOM = 20;
/** From how many columns on so many bytes fit into a row beside their meaning. */
const bytesPerRow = (columns: number): number => (columns >= 120 ? 16 : columns >= 76 ? 8 : 4);

/**
 * Bytes field by field: offset, the bytes in hexadecimal, name, what they say, and what for.
 *
 * @param bytes the first ones may be all that is there
 * @param isExplained whether to say what for; once is enough
 */
export const fieldLines = (
  { fields, bep }: DescribedBytes,
  bytes: Uint8Array,
  page: Page,
  isExplained = true,
): string[] => {
  const perRow = bytesPerRow(page.columns);
  const longest = Math.min(perRow, Math.max(...fields.map(({ length }) => length)));
  const layout: Layout = {
    perRow,
    hexWidth: longest * 3 - 1,
    nameWidth: Math.max(...fields.map(({ name }) => name.length)),
    bep,
    isExplained,
  };
  return fields.flatMap((field) =>
    linesOf(field, bytes.subarray(field.start, field.start + field.length), layout, page),
  );
};

interface Layout {
  readonly perRow: number;
  readonly hexWidth: number;
  readonly nameWidth: number;
  /** Of the whole message: need not be told for each field. */
  readonly bep: number;
  /** What the fields are for is told, not only what they say. */
  readonly isExplained: boolean;
}

const linesOf = (field: ByteField, bytes: Uint8Array, layout: Layout, { columns, paint }: Page): string[] => {
  const { start, length, name } = field;
  const { perRow, hexWidth, nameWidth } = layout;
  const room = columns - INDENT - OFFSET_WIDTH - hexWidth - nameWidth - 3 * GAP.length;
  const hex = rowsOf(bytes, perRow).map(hexOf);
  if (bytes.length < length) hex.push(`… ${length - bytes.length} more`);
  const words = meaningOf(field, layout, Math.max(LEAST_ROOM, room), paint);
  return Array.from({ length: Math.max(hex.length, words.length) }, (_, row) => {
    const offset = row * perRow < bytes.length || row === 0 ? String(start + row * perRow) : '';
    const cells = [
      `${' '.repeat(INDENT)}${offset === '' ? ' '.repeat(OFFSET_WIDTH) : paint('dim', offset.padStart(OFFSET_WIDTH))}`,
      (hex[row] ?? '').padEnd(hexWidth),
      row === 0 ? paint('bold', name.padEnd(nameWidth)) : ' '.repeat(nameWidth),
      words[row] ?? '',
    ];
    return cells.join(GAP).trimEnd();
  });
};

/** What a field says and what it is for, in lines; in one when they fit. */
const meaningOf = ({ value, purpose, bep }: ByteField, layout: Layout, room: number, paint: Paint): string[] => {
  const why = bep === undefined || bep === layout.bep ? purpose : `${purpose} (BEP ${bep})`;
  if (!layout.isExplained || purpose === '') return wrapList(value, room);
  if (value.length + GAP.length + why.length <= room) return [`${value}${GAP}${paint('dim', why)}`];
  return [...wrapList(value, room), ...wrap(why, room).map((line) => paint('dim', line))];
};

/** The fields in one line, those apart that every message has: `piece 3, begin 16384, length 16384`. */
export const fieldsInBrief = ({ fields }: DescribedBytes): string =>
  fields
    .filter(({ name }) => name !== 'length prefix' && name !== 'id')
    .map(({ name, value }) => `${name} ${value}`)
    .join(', ');

/** Bytes of a word of hexadecimal at most. */
const WORD = 8;

/** The bytes in hexadecimal, a word for each field or for 8 bytes of it, in lines of at most `width` characters. */
export const hexInBrief = ({ fields }: DescribedBytes, bytes: Uint8Array, width: number): string[] => {
  const words = fields.flatMap(({ start, length }) => rowsOf(bytes.subarray(start, start + length), WORD).map(toHex));
  const left = (fields.at(-1)?.start ?? 0) + (fields.at(-1)?.length ?? 0) - bytes.length;
  const more = left > 0 ? [`… ${formatCount(left, 'byte')} more`] : [];
  return wrap([...words, ...more].join(' '), width);
};
