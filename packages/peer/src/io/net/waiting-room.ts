/** Who waits, and how to show them out. */
interface Guest {
  readonly ip: string;
  readonly showOut: () => void;
}

/**
 * Connections that have not shaken hands yet, so many of them at most. When there is no room for another one, the address
 * that takes up most of it loses its oldest: whoever only waits is driven out by whoever shakes hands at once, and nobody can
 * shut others out by waiting.
 */
export class WaitingRoom {
  readonly #places: number;
  /** The oldest first. */
  readonly #guests = new Set<Guest>();

  constructor(places: number) {
    this.#places = places;
  }

  get size(): number {
    return this.#guests.size;
  }

  /** Takes a place. Answers how to leave it; that may be done more than once. @param showOut the place is needed by another */
  enter(ip: string, showOut: () => void): () => void {
    const guest: Guest = { ip, showOut };
    this.#guests.add(guest);
    if (this.#guests.size > this.#places) this.#makeRoom();
    return () => this.#guests.delete(guest);
  }

  #makeRoom(): void {
    const busiest = this.#busiest();
    for (const guest of this.#guests) {
      if (guest.ip !== busiest) continue;
      this.#guests.delete(guest);
      guest.showOut();
      return;
    }
  }

  /** The address with the most guests; of equal ones that of the oldest. */
  #busiest(): string | undefined {
    const counts = new Map<string, number>();
    for (const { ip } of this.#guests) counts.set(ip, (counts.get(ip) ?? 0) + 1);
    let busiest: string | undefined;
    for (const [ip, count] of counts) if (count > (counts.get(busiest ?? '') ?? 0)) busiest = ip;
    return busiest;
  }
}
