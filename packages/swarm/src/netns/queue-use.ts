import type { LinkUses } from '../launcher/link-checks.ts';

type LinkUse = LinkUses['upload'];

/** What `tc -s -j qdisc show` tells of the queue of a device: bytes that left, bytes that wait. */
export interface QueueState {
  readonly bytes: number;
  readonly backlog: number;
}

/** Counts what left by a queue of the kernel, from looks at it that are so close that it does not run dry between. */
export class QueueUse {
  #last: (QueueState & { readonly at: number }) | undefined;
  #bytes = 0;
  #busy = 0;
  #busyBytes = 0;
  #stretch = { time: 0, bytes: 0 };
  #longest = { time: 0, bytes: 0 };

  /** @param at ms */
  look(at: number, { bytes, backlog }: QueueState): void {
    const last = this.#last;
    this.#last = { at, bytes, backlog };
    this.#bytes = bytes;
    if (last === undefined) return;
    if (last.backlog === 0 || backlog === 0) {
      this.#stretch = { time: 0, bytes: 0 };
      return;
    }
    const { time, bytes: left } = this.#stretch;
    this.#stretch = { time: time + at - last.at, bytes: left + bytes - last.bytes };
    this.#busy += at - last.at;
    this.#busyBytes += bytes - last.bytes;
    if (this.#stretch.time > this.#longest.time) this.#longest = this.#stretch;
  }

  get use(): LinkUse {
    return { bytes: this.#bytes, busy: this.#busy, busyBytes: this.#busyBytes, longest: this.#longest };
  }
}

/** The outermost queue in a line of `tc -s -j qdisc show`; undefined where the line tells of none. */
export function readQueue(line: string): QueueState | undefined {
  const listed: unknown = parse(line);
  const [first] = Array.isArray(listed) ? (listed as readonly unknown[]) : [];
  if (typeof first !== 'object' || first === null || !('bytes' in first) || !('backlog' in first)) return undefined;
  const { bytes, backlog } = first;
  return typeof bytes === 'number' && typeof backlog === 'number' ? { bytes, backlog } : undefined;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // A line that is no JSON tells of no queue.
    return undefined;
  }
}
