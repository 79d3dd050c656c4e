import type { Target } from './scenario.ts';

/** Whom a target means: all of a group, the one of a number, or some that the seed value draws. */
export interface NamedPeers {
  readonly group: string;
  readonly who: 'all' | 'some' | number;
}

/** `leech-3` is the third of `leech`; the name of a group never ends like that, and no peer is called `leech-03`. */
export function namedPeers(target: Target): NamedPeers {
  if (typeof target !== 'string') return { group: target.group, who: 'some' };
  const [, group, number] = /^(.*)-(0|[1-9]\d*)$/.exec(target) ?? [];
  return group === undefined ? { group: target, who: 'all' } : { group, who: Number(number) };
}
