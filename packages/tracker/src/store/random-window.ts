import { lendBytes } from './lend-bytes.ts';
import { ID_BYTES } from './peer-columns.ts';
import type { PeerWindow } from './peer-store.ts';
import type { PeerTable } from './peer-table.ts';
import { shareOut } from './share-out.ts';

/** Whom an answer may hold. */
export interface WindowRequest {
  /** Peers at most. */
  readonly want: number;
  /** Seeds are of no use to a seed. */
  readonly seeds: boolean;
  /** Position of the announcer, who is left out; -1 when it is not in this sequence. */
  readonly except: number;
  readonly withIds: boolean;
  /** In whole seconds: peers that are over are left out. */
  readonly now: number;
}

const NOTHING = new Uint8Array(0);

/** An answer without peers. */
export const EMPTY_WINDOW: PeerWindow = { addresses: NOTHING, ids: NOTHING };

/**
 * Peers of one sequence: a window over the leeches and one over the seeds, each begun at a random place and going round.
 * The work depends on how many are wanted, not on how many there are.
 */
export function randomWindow(
  table: PeerTable,
  sequence: number,
  request: WindowRequest,
  random: () => number,
): PeerWindow {
  const { sequences } = table;
  const leechCount = sequences.leeches(sequence);
  const leeches = new Circle(0, leechCount, request.except);
  const seeds = new Circle(leechCount, request.seeds ? sequences.seeds(sequence) : 0, request.except);
  const want = Math.min(request.want, leeches.size + seeds.size);
  if (want <= 0) return EMPTY_WINDOW;
  const fromLeeches = shareOut(want, leeches.size, seeds.size, random());
  const copier = new WindowCopier(table, sequence, want, request);
  copier.copy(leeches, fromLeeches, random());
  copier.copy(seeds, want - fromLeeches, random());
  return copier.window();
}

/** A run of positions seen as a circle that begins right behind the announcer's own place and so never meets it. */
class Circle {
  readonly size: number;
  readonly #start: number;
  readonly #length: number;
  readonly #first: number;

  constructor(start: number, length: number, except: number) {
    const inside = except >= start && except < start + length;
    this.size = inside ? length - 1 : length;
    this.#start = start;
    this.#length = length;
    this.#first = inside ? except - start + 1 : 0;
  }

  /** The position of a place below `size`. */
  position(place: number): number {
    const round = this.#first + place;
    return this.#start + (round < this.#length ? round : round - this.#length);
  }
}

class WindowCopier {
  readonly #table: PeerTable;
  readonly #sequence: number;
  readonly #now: number;
  readonly #addresses: Uint8Array;
  readonly #addressPairs: Uint16Array;
  readonly #ids: Uint8Array;
  #copied = 0;

  constructor(table: PeerTable, sequence: number, want: number, { now, withIds }: WindowRequest) {
    this.#table = table;
    this.#sequence = sequence;
    this.#now = now;
    this.#addresses = lendBytes(want * table.columns.addressBytes);
    this.#addressPairs = new Uint16Array(
      this.#addresses.buffer,
      this.#addresses.byteOffset,
      this.#addresses.length >> 1,
    );
    this.#ids = withIds ? lendBytes(want * ID_BYTES) : NOTHING;
  }

  copy(circle: Circle, want: number, random: number): void {
    const { columns, sequences } = this.#table;
    const end = this.#copied + want;
    let place = Math.floor(random * circle.size);
    for (let seen = 0; seen < circle.size && this.#copied < end; seen += 1) {
      const slot = sequences.slot(this.#sequence, circle.position(place));
      place = place + 1 === circle.size ? 0 : place + 1;
      if (columns.validUntil(slot) <= this.#now) continue;
      columns.copyAddress(slot, this.#addressPairs, this.#copied);
      if (this.#ids.length > 0) columns.copyId(slot, this.#ids, this.#copied * ID_BYTES);
      this.#copied += 1;
    }
  }

  window(): PeerWindow {
    return {
      addresses: firstOf(this.#addresses, this.#copied * this.#table.columns.addressBytes),
      ids: firstOf(this.#ids, this.#ids.length === 0 ? 0 : this.#copied * ID_BYTES),
    };
  }
}

/** Mostly all of them: a view takes longer to make than some peers to copy. */
function firstOf(bytes: Uint8Array, length: number): Uint8Array {
  return length === bytes.length ? bytes : bytes.subarray(0, length);
}
