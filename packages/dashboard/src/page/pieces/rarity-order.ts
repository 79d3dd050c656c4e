/** The pieces from the rarest to the most common; of those with as many copies in the order of their numbers. */
export function rarityOrder(availability: ArrayLike<number>): Uint32Array {
  let most = 0;
  for (let piece = 0; piece < availability.length; piece += 1) most = Math.max(most, availability[piece] ?? 0);
  const starts = new Uint32Array(most + 2);
  for (let piece = 0; piece < availability.length; piece += 1) {
    const next = (availability[piece] ?? 0) + 1;
    starts[next] = (starts[next] ?? 0) + 1;
  }
  for (let copies = 1; copies < starts.length; copies += 1) {
    starts[copies] = (starts[copies] ?? 0) + (starts[copies - 1] ?? 0);
  }
  const order = new Uint32Array(availability.length);
  for (let piece = 0; piece < availability.length; piece += 1) {
    const copies = availability[piece] ?? 0;
    const place = starts[copies] ?? 0;
    order[place] = piece;
    starts[copies] = place + 1;
  }
  return order;
}
