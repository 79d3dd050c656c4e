import type { AnnounceAnswer } from '../announce/announce-answer.ts';
import { writeUint32 } from '../uint32.ts';
import { ACTION } from './udp-layout.ts';

/** Bytes of an answer to an announce before its peers. */
export const UDP_ANNOUNCE_HEADER = 20;

/**
 * Writes the answer to an announce into bytes that are as long as it is (BEP 15).
 *
 * @param peers compact addresses, all of the family that the datagram travels by.
 */
export function writeUdpAnnounce(
  target: Uint8Array,
  transactionId: number,
  { interval, incomplete = 0, complete = 0 }: Pick<AnnounceAnswer, 'interval' | 'incomplete' | 'complete'>,
  peers: Uint8Array,
): void {
  writeUint32(target, 0, ACTION.announce);
  writeUint32(target, 4, transactionId);
  writeUint32(target, 8, interval);
  writeUint32(target, 12, incomplete);
  writeUint32(target, 16, complete);
  target.set(peers, UDP_ANNOUNCE_HEADER);
}
