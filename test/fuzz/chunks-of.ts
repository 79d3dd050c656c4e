/** The bytes in pieces of one to sixteen, as they themselves say: an input tells all of a run. */
export const chunksOf = (input: Uint8Array): Uint8Array[] => {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < input.length; ) {
    const length = 1 + (((input[at] ?? 0) ^ (input.at(-1) ?? 0)) & 15);
    chunks.push(input.subarray(at, at + length));
    at += length;
  }
  return chunks;
};
