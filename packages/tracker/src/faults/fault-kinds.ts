import type { FaultKind } from './fault.ts';
import { deadPeers } from './kinds/dead-peers.ts';
import { delay } from './kinds/delay.ts';
import { failure } from './kinds/failure.ts';
import { http500 } from './kinds/http-500.ts';
import { interval } from './kinds/interval.ts';
import { malformed } from './kinds/malformed.ts';
import { refuse } from './kinds/refuse.ts';
import { self } from './kinds/self.ts';
import { truncated } from './kinds/truncated.ts';

/** Every fault there is; a new one is a file beside these and a place in this list. */
export const FAULT_KINDS: readonly FaultKind[] = [
  delay,
  refuse,
  http500,
  truncated,
  malformed,
  interval,
  deadPeers,
  self,
  failure,
];
