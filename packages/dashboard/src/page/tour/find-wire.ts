import type { Recording } from '../../model/index.ts';
import type { WireEvent } from '../peer/sequence-rows.ts';

/** The first message of a recording that is wanted, from a moment on; the tour is made for a recording that has it. */
export function findWire(
  recording: Recording,
  message: WireEvent['message'],
  isWanted: (event: WireEvent) => boolean = () => true,
  since = Number.NEGATIVE_INFINITY,
): WireEvent | undefined {
  for (let i = 0; i < recording.length; i += 1) {
    const event = recording.event(i);
    if (event?.type === 'wire' && event.message === message && event.t >= since && isWanted(event)) return event;
  }
  return undefined;
}
