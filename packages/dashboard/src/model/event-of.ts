import type { SwarmEvent } from '@seedbed/events';

/** The events of some types. */
export type EventOf<Type extends SwarmEvent['type']> = Extract<SwarmEvent, { readonly type: Type }>;
