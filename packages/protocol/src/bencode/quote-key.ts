import { decodeUtf8, withoutControls } from '../text.ts';

/** A key on one line of a terminal, whatever it contains. */
export function quoteKey(key: Uint8Array): string {
  return JSON.stringify(withoutControls(decodeUtf8(key.subarray(0, 40)), '?'));
}
