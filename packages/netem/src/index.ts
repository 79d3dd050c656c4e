export { type Delay, DelayLine, RETRANSMISSION } from './delay-line.ts';
export { Link, type LinkDirection, type Movement } from './link.ts';
export type { LinkFlow } from './link-flow.ts';
export { type LinkSettings, linkOf } from './link-settings.ts';
export type { LinkUse } from './link-use.ts';
export { TokenBucket } from './token-bucket.ts';
export { ackBytes, payloadRate, wireBytes } from './wire-bytes.ts';
