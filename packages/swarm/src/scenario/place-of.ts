import { isMap, isNode, isScalar, type Node, type Pair } from 'yaml';
import type { Path } from './describe-issue.ts';

/** Where in the text a path lies; of a key that is not there its nearest parent. */
export function offsetOf(root: Node | null, path: Path): number {
  let node: Node | null = root;
  let offset = root?.range?.[0] ?? 0;
  for (const step of path) {
    const pair: Pair | undefined = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && key.value === step)
      : undefined;
    const next: unknown = pair?.value ?? (node as { items?: unknown[] } | null)?.items?.[Number(step)];
    if (isNode(pair?.key)) offset = pair.key.range?.[0] ?? offset;
    if (!isNode(next)) return offset;
    node = next;
    if (pair === undefined) offset = next.range?.[0] ?? offset;
  }
  return offset;
}

/** `peers[1].link.upload` */
export function fieldOf(path: Path): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
}
