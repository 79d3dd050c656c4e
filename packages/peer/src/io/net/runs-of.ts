/** Something to be written; `blockLength` is 0 for all but blocks. */
interface Part {
  readonly bytes: Uint8Array;
  readonly blockLength: number;
}

/** Neighbours that leave as one stretch of bytes. */
export interface Run<P extends Part> {
  readonly bytes: Uint8Array;
  readonly parts: readonly P[];
}

/**
 * Puts together what can leave in one write, in order: messages, which are small and are copied, and blocks that lie one
 * behind the other in memory. A write costs more than a copy of some messages, and as much for one block as for sixteen.
 *
 * @param blocks whether blocks may be put together
 */
export function runsOf<P extends Part>(parts: readonly P[], blocks: 'joined' | 'apart' = 'joined'): Run<P>[] {
  const runs: [P, ...P[]][] = [];
  for (const part of parts) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    const isAlone = blocks === 'apart' && part.blockLength > 0;
    if (run !== undefined && last !== undefined && !isAlone && belongTogether(last, part)) run.push(part);
    else runs.push([part]);
  }
  return runs.map(asOne);
}

const belongTogether = (last: Part, next: Part): boolean => {
  if (last.blockLength === 0 || next.blockLength === 0) return last.blockLength === next.blockLength;
  const isSameMemory = last.bytes.buffer === next.bytes.buffer;
  return isSameMemory && last.bytes.byteOffset + last.bytes.length === next.bytes.byteOffset;
};

const asOne = <P extends Part>(parts: readonly [P, ...P[]]): Run<P> => {
  const [{ bytes, blockLength }] = parts;
  if (parts.length === 1) return { bytes, parts };
  if (blockLength === 0) return { bytes: Buffer.concat(parts.map((part) => part.bytes)), parts };
  const length = parts.reduce((sum, part) => sum + part.bytes.length, 0);
  return { bytes: new Uint8Array(bytes.buffer, bytes.byteOffset, length), parts };
};
