import type { SwarmEvent } from './swarm-event.ts';

/** Where events go: a pipe to the launcher, a file, the memory of a test. */
export interface EventSink {
  emit(event: SwarmEvent): void;
}
