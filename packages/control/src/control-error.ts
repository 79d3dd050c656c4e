/** Why a request is not answered as it was meant, with the status of its answer. */
export const CONTROL_ERRORS = {
  'bad-request': 400,
  'bad-json': 400,
  'bad-torrent': 400,
  unauthorized: 401,
  'forbidden-host': 403,
  'cross-origin': 403,
  'not-found': 404,
  'unknown-torrent': 404,
  'method-not-allowed': 405,
  'duplicate-torrent': 409,
  interrupted: 409,
  'read-only': 409,
  'no-folder': 409,
  storage: 409,
  'too-large': 413,
  'unsupported-type': 415,
  internal: 500,
  busy: 503,
  closed: 503,
  'no-room': 507,
} as const;

export type ControlErrorCode = keyof typeof CONTROL_ERRORS;

/** A request can't be answered as it was meant; the text is for whoever made it. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
  readonly code: ControlErrorCode;

  constructor(code: ControlErrorCode, text: string) {
    super(text);
    this.code = code;
  }

  get status(): number {
    return CONTROL_ERRORS[this.code];
  }

  /** The body of the answer. */
  toJSON(): unknown {
    return { error: { code: this.code, message: this.message } };
  }
}
