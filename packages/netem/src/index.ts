export { type Delay, DelayLine, RETRANSMISSION } from './delay-line.ts';
export { TokenBucket } from './token-bucket.ts';
