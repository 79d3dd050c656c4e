/** Characters after which a batch is full, so that a reader never waits for a large one. */
const FULL = 64 * 1024;

/** Some lines in a row, each with its line end. */
export interface Batch {
  /** The number of the first one, from 0. */
  readonly firstLine: number;
  readonly lines: number;
  readonly text: string;
}

/** Puts lines into batches; a line longer than a batch has one of its own. */
export function batchesOf(firstLine: number, lines: readonly string[]): Batch[] {
  const batches: Batch[] = [];
  let from = 0;
  for (let end = 1, size = 0; end <= lines.length; end += 1) {
    size += (lines[end - 1]?.length ?? 0) + 1;
    if (end < lines.length && size + (lines[end]?.length ?? 0) < FULL) continue;
    const some = lines.slice(from, end);
    batches.push({ firstLine: firstLine + from, lines: some.length, text: `${some.join('\n')}\n` });
    from = end;
    size = 0;
  }
  return batches;
}

/** The rest of a batch from a line on. */
export function fromLine({ firstLine, lines, text }: Batch, line: number): Batch {
  let at = 0;
  let skipped = 0;
  for (; skipped < line - firstLine && skipped < lines; skipped += 1) at = text.indexOf('\n', at) + 1;
  return { firstLine: firstLine + skipped, lines: lines - skipped, text: text.slice(at) };
}
