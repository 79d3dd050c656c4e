import { nearestName, type Parsed } from '@seedbed/settings';
import type { FaultKind, PlannedFault } from './fault.ts';
import { FAULT_KINDS } from './fault-kinds.ts';

const usageOf = ({ name, placeholder }: FaultKind): string =>
  placeholder === undefined ? name : `${name}:${placeholder}`;

/** How each fault is written: `delay:DUR`, `refuse`. */
export const FAULT_USAGES: readonly string[] = FAULT_KINDS.map(usageOf);

/** Reads a fault as it is written: `NAME`, `NAME:ARG`, either with `@CHANCE` behind it, from 0 to 1. */
export function readFault(text: string): Parsed<PlannedFault> {
  const [, written = '', chance = '1'] = /^([\s\S]*?)(?:@(\d*\.?\d+))?$/.exec(text) ?? [];
  const [, name = '', , argument = ''] = /^([^:]*)(:([\s\S]*))?$/.exec(written) ?? [];
  const kind = FAULT_KINDS.find((each) => each.name === name);
  if (kind === undefined) return { ok: false, problem: unknownFault(name) };
  if (Number(chance) > 1) return { ok: false, problem: `'${text}': a chance is a number from 0 to 1` };
  if ((argument === '') !== (kind.placeholder === undefined)) {
    return { ok: false, problem: `'${text}': write ${usageOf(kind)}` };
  }
  const made = kind.make(argument);
  if (!made.ok) return { ok: false, problem: `${usageOf(kind)}: ${made.problem}` };
  return { ok: true, value: { text, fault: made.value, chance: Number(chance) } };
}

function unknownFault(name: string): string {
  const names = FAULT_KINDS.map((kind) => kind.name);
  const nearest = nearestName(name, names);
  const hint = nearest === undefined ? `there are ${FAULT_USAGES.join(', ')}` : `did you mean ${nearest}?`;
  return `there is no fault '${name.slice(0, 60)}'; ${hint}`;
}
