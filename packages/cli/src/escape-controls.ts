// C0, DEL, C1 and the ends of lines that steer terminals, and the bidirectional marks that turn the text behind them round.
const STEERING = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/** A text with each steering character as `\u202e`, so that a name shows as what it is and stays in its line. */
export const escapeControls = (text: string): string =>
  text.replace(STEERING, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
