import { ControlError } from '@seedbed/control';
import type { PlannedFault } from '../faults/fault.ts';
import { readFault } from '../faults/read-fault.ts';

/** More make nothing worse. */
const MAX_FAULTS = 100;

/**
 * Reads `{"faults": ["delay:5s@0.3", "self"]}`.
 *
 * @throws ControlError
 */
export function readFaultsBody(body: unknown): readonly PlannedFault[] {
  const isAlone = typeof body === 'object' && body !== null && Object.keys(body).length === 1;
  const texts = isAlone && 'faults' in body ? body.faults : undefined;
  if (!Array.isArray(texts) || texts.length > MAX_FAULTS) {
    throw new ControlError('bad-request', `send {"faults": ["delay:5s@0.3"]}, at most ${MAX_FAULTS} of them`);
  }
  return texts.map((text: unknown) => {
    if (typeof text !== 'string') throw new ControlError('bad-request', 'a fault is a text like "delay:5s@0.3"');
    const read = readFault(text);
    if (!read.ok) throw new ControlError('bad-request', read.problem);
    return read.value;
  });
}
