import { decodeEvent } from '@seedbed/events';
import type { Recording } from '../../model/index.ts';

/** Lines that are no events are left out: a newer version may tell more than this page knows. */
export function appendLine(recording: Recording, line: string): void {
  const event = decodeEvent(line);
  if (event !== undefined) recording.append(event);
}
