/** Whom each peer does not reach while a network is cut: everybody on another side. Who is on none reaches all. */
export function unreachablePeers(sides: readonly (readonly string[])[]): ReadonlyMap<string, readonly string[]> {
  const cut = new Map<string, Set<string>>();
  for (const side of sides) {
    const others = sides.filter((other) => other !== side).flat();
    for (const peer of side) cut.set(peer, new Set([...(cut.get(peer) ?? []), ...others]));
  }
  return new Map([...cut].map(([peer, others]) => [peer, [...others].filter((other) => other !== peer)]));
}
