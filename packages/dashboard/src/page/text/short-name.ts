/** Isolates a name from the text around it: one that is written from right to left turns nothing else around. */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}

/** A name that was made to be long takes no more room than others. @param longest characters, the ellipsis included */
export function shortName(name: string, longest: number): string {
  // By code points, so that no emoji is cut in half.
  const characters = Array.from(name.slice(0, 2 * longest + 2));
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : name;
}
