import type { PeerKey } from './peer-store.ts';

/** BEP 3: a peer id is 20 bytes long. */
export const ID_BYTES = 20;

/** What is kept of a peer beside its key. */
export interface PeerRecord {
  /** In whole seconds. */
  readonly validUntil: number;
  /** It told that it became complete, and was counted. */
  readonly completed: boolean;
}

/** One peer a slot, its fields in a column each: addresses lie as they go into a compact answer. */
export class PeerColumns {
  readonly addressBytes: number;
  readonly #addresses: Uint8Array;
  /** The same bytes in pairs, of which an address has 3 or 9: half the steps to copy one. */
  readonly #addressPairs: Uint16Array;
  readonly #ids: Uint8Array;
  /** Twice the time, and one more when it has completed. */
  readonly #validUntil: Uint32Array;

  /** @param addressBytes 6 for IPv4, 18 for IPv6: the port is part of it. */
  constructor(slots: number, addressBytes: 6 | 18) {
    this.addressBytes = addressBytes;
    this.#addresses = new Uint8Array(slots * addressBytes);
    this.#addressPairs = new Uint16Array(this.#addresses.buffer);
    this.#ids = new Uint8Array(slots * ID_BYTES);
    this.#validUntil = new Uint32Array(slots);
  }

  write(slot: number, peer: PeerKey, record: PeerRecord): void {
    this.#ids.set(peer.peerId, slot * ID_BYTES);
    this.#addresses.set(peer.address, slot * this.addressBytes);
    this.update(slot, record);
  }

  update(slot: number, record: PeerRecord): void {
    this.#validUntil[slot] = 2 * record.validUntil + (record.completed ? 1 : 0);
  }

  move(from: number, to: number): void {
    this.copyId(from, this.#ids, to * ID_BYTES);
    this.copyAddress(from, this.#addressPairs, to);
    this.#validUntil[to] = this.#validUntil[from] as number; // both lie inside
  }

  /** Views of the key in a slot: valid until the slot changes. */
  key(slot: number): PeerKey {
    const address = slot * this.addressBytes;
    return {
      peerId: this.#ids.subarray(slot * ID_BYTES, (slot + 1) * ID_BYTES),
      address: this.#addresses.subarray(address, address + this.addressBytes),
    };
  }

  holds(slot: number, peer: PeerKey): boolean {
    return (
      matches(this.#ids, slot * ID_BYTES, peer.peerId) &&
      matches(this.#addresses, slot * this.addressBytes, peer.address)
    );
  }

  validUntil(slot: number): number {
    return (this.#validUntil[slot] as number) >>> 1; // a slot lies inside the columns
  }

  completed(slot: number): boolean {
    return ((this.#validUntil[slot] as number) & 1) === 1; // as above
  }

  /** Copies an address behind so many others. @param target bytes in pairs, in the order that they have in memory. */
  copyAddress(slot: number, target: Uint16Array, place: number): void {
    const pairs = this.addressBytes >> 1;
    copy(this.#addressPairs, slot * pairs, target, place * pairs, pairs);
  }

  /** Copies an address to a place of any bytes, even or odd. */
  copyAddressBytes(slot: number, target: Uint8Array, at: number): void {
    copy(this.#addresses, slot * this.addressBytes, target, at, this.addressBytes);
  }

  copyId(slot: number, target: Uint8Array, at: number): void {
    copy(this.#ids, slot * ID_BYTES, target, at, ID_BYTES);
  }
}

function matches(column: Uint8Array, at: number, bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i += 1) if (column[at + i] !== bytes[i]) return false;
  return true;
}

// For so few bytes a loop is quicker than `subarray` and `set`.
function copy<Column extends Uint8Array | Uint16Array>(
  source: Column,
  from: number,
  target: Column,
  to: number,
  length: number,
): void {
  for (let i = 0; i < length; i += 1) target[to + i] = source[from + i] as number; // both lie inside
}
