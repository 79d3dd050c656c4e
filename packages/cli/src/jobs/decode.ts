import { createHash } from 'node:crypto';
import { type BencodeNode, type BencodeOutline, documentKind, outlineBencode } from '@seedbed/protocol/describe';
import { formatCount, formatSize } from '@seedbed/settings';
import type { CommandContext } from '../command-context.ts';
import { explainError } from '../explain-error.ts';
import { bencodeDocument } from '../learning/bencode-document.ts';
import { bencodeLines } from '../learning/bencode-lines.ts';
import { bytesPerRow, hexRows } from '../learning/hex-rows.ts';
import { EXIT, failure } from '../problem.ts';
import { readBounded } from '../read-bounded.ts';

/** As much as a torrent may have. */
const MOST_BYTES = 64 * 1024 * 1024;

/** What is shown of the bytes that nobody understands. */
const BYTES_AT_FAULT = 32;
const INSET = ' '.repeat(8);

const KINDS = {
  metainfo: ', a torrent',
  'announce-answer': ", a tracker's answer to an announce",
  'scrape-answer': ", a tracker's answer to a scrape",
  unknown: '',
} as const;

/** The settings of the command, as its table gives them. */
export interface DecodeSettings {
  readonly all: boolean;
  readonly json: boolean;
}

/** Shows the bencode in a file. Answers 0 only when it is canonical from the first byte to the last. */
export const decode = async ({ all, json }: DecodeSettings, path: string, context: CommandContext): Promise<number> => {
  const { print, page } = context;
  const bytes = await readBounded(path, MOST_BYTES).catch((error: unknown) => {
    throw failure(explainError(error, path).line, error);
  });
  if (bytes.length > MOST_BYTES)
    throw failure(`${path} is longer than ${formatSize(MOST_BYTES)}; no bencode that we know is`);
  const outline = outlineBencode(bytes);
  if (json) {
    print(JSON.stringify({ file: path, length: bytes.length, ...bencodeDocument(outline, all) }, null, 2));
    return outline.remarks.length === 0 ? EXIT.ok : EXIT.failed;
  }
  const { root } = outline;
  print(
    `${page.paint('bold', path)}: ${formatCount(bytes.length, 'byte')}${root === undefined ? '' : KINDS[documentKind(root)]}`,
  );
  print(page.paint('dim', 'offset  i integer, 30: string of 30 bytes, l list, d dictionary'));
  const extra = (place: readonly string[], node: BencodeNode): string | undefined =>
    extraOf(place.join('/'), node, bytes);
  for (const line of bencodeLines(outline, page, { all, extra })) print(line);
  if (root?.isWhole !== true) {
    for (const line of hexRows(
      bytes.subarray(outline.end, outline.end + BYTES_AT_FAULT),
      bytesPerRow(page.columns - INSET.length),
    ))
      print(`${INSET}${line}`);
  }
  print(verdictOf(outline, context));
  return outline.remarks.length === 0 ? EXIT.ok : EXIT.failed;
};

const extraOf = (place: string, node: BencodeNode, bytes: Uint8Array): string | undefined => {
  if (place === 'info' && node.isWhole) {
    return `info hash ${createHash('sha1').update(bytes.subarray(node.start, node.end)).digest('hex')}`;
  }
  return place === 'creation date' && node.type === 'integer' ? dateOf(Number(node.digits)) : undefined;
};

const dateOf = (seconds: number): string | undefined => {
  const date = new Date(seconds * 1_000);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
};

const verdictOf = ({ remarks, root }: BencodeOutline, { page }: CommandContext): string => {
  if (remarks.length === 0) return page.paint('green', '✓ canonical: every byte is as BEP 3 wants it');
  const isRead = root?.isWhole === true;
  const where = `${formatCount(remarks.length, 'place')} marked with ✗`;
  return page.paint('red', isRead ? `not canonical: ${where}` : `not bencode to its end: ${where}`);
};
