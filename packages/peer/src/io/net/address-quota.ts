import { isLoopback } from '@seedbed/control';

/**
 * Connections of one address, unless the user says otherwise. Behind one address may stand the peers of a household, or a
 * few of the many behind a provider's NAT; sixteen of them in one swarm at the same time are more than is ever seen, and it
 * takes more than thirty addresses to fill the daemon.
 */
const USUAL_QUOTA = 16;

/**
 * How many connections may come from one address. On loopback the usual quota does not hold: all who come from there belong
 * to the user of this machine, and swarms of many peers may share one address.
 */
export class AddressQuota {
  readonly #quota: number | undefined;
  readonly #counts = new Map<string, number>();

  /** @param quota for every address; without one the usual, and none on loopback */
  constructor(quota: number | undefined) {
    this.#quota = quota;
  }

  isUsedUp(ip: string): boolean {
    const quota = this.#quota ?? (isLoopback(ip) ? Number.POSITIVE_INFINITY : USUAL_QUOTA);
    return (this.#counts.get(ip) ?? 0) >= quota;
  }

  /** A connection of the address has come. Answers how to tell, once, that it is gone. */
  count(ip: string): () => void {
    this.#counts.set(ip, (this.#counts.get(ip) ?? 0) + 1);
    return () => {
      const left = (this.#counts.get(ip) ?? 0) - 1;
      if (left > 0) this.#counts.set(ip, left);
      else this.#counts.delete(ip);
    };
  }
}
