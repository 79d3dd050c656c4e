import { formatAddress, type PeerAddress } from '@seedbed/protocol';
import type { Logger } from '../../logger.ts';

/** Addresses that get a line of their own. */
const MAX_TOLD = 100;

const isPowerOfTen = (count: number): boolean => /^10*$/.test(String(count));

/**
 * Tells the user of peers that were closed because they broke the protocol: one line for each IP address, so that nobody
 * fills the log by coming again. Of whatever goes beyond, only the number is told, each time it has grown tenfold.
 */
export class PeerFaults {
  readonly #log: Logger;
  readonly #told = new Set<string>();
  #untold = 0;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** @param reason what it did, for people */
  tell(address: PeerAddress, reason: string): void {
    const peer = formatAddress(address);
    if (this.#told.size < MAX_TOLD && !this.#told.has(address.ip)) {
      this.#told.add(address.ip);
      this.#log.warn({ peer }, `closed: ${reason}`);
      return;
    }
    this.#untold++;
    this.#log.debug({ peer }, `closed: ${reason}`);
    if (this.#untold > 1 && isPowerOfTen(this.#untold)) {
      this.#log.warn({ count: this.#untold }, `${this.#untold} more connections were closed for breaking the protocol`);
    }
  }
}
