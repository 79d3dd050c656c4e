import type { Budget } from '../policy/policy.ts';
import type { SwarmCounts } from '../store/peer-store.ts';
import type { FrameWriter } from './frames.ts';

/** First byte of a frame to the process that holds the store. */
export const VERB = { announce: 0, question: 1 } as const;

/** First byte of a frame from it; a fault is followed by its text. */
export const STATUS = { answer: 0, fault: 1 } as const;

/** What is asked too seldom to have bytes of its own: JSON. */
export type StoreQuestion =
  | { readonly verb: 'scrape'; readonly infoHash: string; readonly now: number }
  | { readonly verb: 'swarms'; readonly from: number; readonly count: number }
  | { readonly verb: 'totals' }
  | { readonly verb: 'sweep'; readonly now: number; readonly swarms: number }
  /** One announce from a budget of an address, see `AddressLimiter`. */
  | { readonly verb: 'take'; readonly ip: string; readonly now: number; readonly budget: Budget };

/** A page of swarms, their info hashes in hexadecimal. */
export interface WrittenPage {
  readonly swarms: readonly (SwarmCounts & { readonly infoHash: string })[];
  readonly next: number | undefined;
}

/** A frame of text behind a verb or a status. */
export function writeText(frames: FrameWriter, first: number, text: string): void {
  const at = frames.begin(1 + Buffer.byteLength(text));
  frames.bytes[at] = first;
  frames.bytes.write(text, at + 1);
}
