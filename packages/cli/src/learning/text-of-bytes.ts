import { decodeUtf8, withoutControls } from '@seedbed/protocol';

/** Text, if the bytes are visible UTF-8 that can't steer a terminal; undefined for everything else. */
export const textOfBytes = (bytes: Uint8Array): string | undefined => {
  const text = decodeUtf8(bytes);
  return text.includes('\ufffd') || withoutControls(text, '') !== text ? undefined : text;
};
