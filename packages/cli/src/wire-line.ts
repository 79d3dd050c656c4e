import type { SwarmEvent, WireMessage } from '@seedbed/events';
import { formatCount } from '@seedbed/settings';

const ARROWS: { readonly [Direction in WireMessage['direction']]: string } = { sent: '→', received: '←' };

/** Four bytes are a number of the protocol. */
const inGroups = (hex: string): string => hex.replace(/(.{8})(?=.)/g, '$1 ');

/** What went over a connection in one line for people; `undefined` for any other event. */
export const wireLine = (event: SwarmEvent): string | undefined => {
  if (event.type !== 'wire') return undefined;
  const { remote, direction, message, length, hex } = event;
  const rest = hex.length < 2 * length ? ' …' : '';
  return `wire: ${ARROWS[direction]} ${remote} ${message}, ${formatCount(length, 'byte')}: ${inGroups(hex)}${rest}`;
};
