import { decodeUtf8, withoutControls } from '../text.ts';

/** Bytes of a text that a tracker may put on our user's terminal. */
const MAX_TEXT = 500;

/** What a tracker says to the user, as one line that can't steer a terminal. */
export function trackerText(bytes: Uint8Array): string {
  return withoutControls(decodeUtf8(bytes.subarray(0, MAX_TEXT)), ' ');
}
