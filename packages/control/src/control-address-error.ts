/**
 * - `token-needed`: everybody who can reach the address could do everything
 * - `weak-token`: it could be guessed, or can't stand in a header
 */
export type ControlAddressErrorCode = 'token-needed' | 'weak-token';

/** The control address is not opened like this; the text says what would be right. */
export class ControlAddressError extends Error {
  override readonly name = 'ControlAddressError';
  readonly code: ControlAddressErrorCode;

  constructor(code: ControlAddressErrorCode, text: string) {
    super(text);
    this.code = code;
  }
}
