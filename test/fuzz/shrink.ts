/** A shorter input that fails as well: halves, quarters and so on are left out for as long as that is so. */
export function shrink(input: Uint8Array, fails: (input: Uint8Array) => boolean): Uint8Array {
  let shortest = input;
  for (let size = Math.ceil(input.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < shortest.length; ) {
      const shorter = Uint8Array.from([...shortest.subarray(0, at), ...shortest.subarray(at + size)]);
      if (fails(shorter)) shortest = shorter;
      else at += size;
    }
  }
  return shortest;
}
