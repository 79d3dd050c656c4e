/** Characters after which a batch is full, so that a reader never waits for a large one. */
const FULL = 64 * 1024;

/** Some lines in a row. */
export interface Batch {
  /** The number of the first one, from 0. */
  readonly firstLine: number;
  readonly lines: number;
  /** As they are sent: each is a `data: ` line of a server-sent event. */
  readonly data: Buffer;
}

/** Puts lines into batches; a line longer than a batch has one of its own. */
export function batchesOf(firstLine: number, lines: readonly string[]): Batch[] {
  const batches: Batch[] = [];
  let from = 0;
  for (let end = 1, size = 0; end <= lines.length; end += 1) {
    size += (lines[end - 1]?.length ?? 0) + 1;
    if (end < lines.length && size + (lines[end]?.length ?? 0) < FULL) continue;
    batches.push({ firstLine: firstLine + from, lines: end - from, data: dataOf(lines.slice(from, end)) });
    from = end;
    size = 0;
  }
  return batches;
}

function dataOf(lines: readonly string[]): Buffer {
  const text = `data: ${lines.join('\ndata: ')}\n`;
  // It would end a line of the event; in JSON, where it is not escaped, it is nothing but space.
  return Buffer.from(text.includes('\r') ? text.replaceAll('\r', ' ') : text);
}

const LINE_END = 10;

/** The rest of a batch from a line on. */
export function fromLine({ firstLine, lines, data }: Batch, line: number): Batch {
  let at = 0;
  let skipped = 0;
  for (; skipped < line - firstLine && skipped < lines; skipped += 1) at = data.indexOf(LINE_END, at) + 1;
  return { firstLine: firstLine + skipped, lines: lines - skipped, data: data.subarray(at) };
}
