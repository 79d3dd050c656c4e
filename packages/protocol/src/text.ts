// The web's own text codec: every host has it, but neither `lib.es2023` nor an absent `@types/node` declares it.
declare const TextEncoder: new () => { encode(text: string): Uint8Array };
declare const TextDecoder: new (
  label: string,
  options: { ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string };

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The UTF-8 bytes of a text. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** The text of UTF-8 bytes; what is no UTF-8 becomes U+FFFD, so this never throws. */
export function decodeUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

// C0, DEL and C1 steer terminals; the bidirectional marks make `gpj.exe` look like `exe.jpg`.
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose.
const STEERING = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A foreign text made fit for one line of a terminal, a log or a file name: each steering character becomes `by`. */
export function withoutControls(text: string, by: string): string {
  return text.replace(STEERING, by);
}
