/** Why a request is not answered as it was meant, with the status of its answer. */
const STATUS = {
  'bad-request': 400,
  'bad-json': 400,
  unauthorized: 401,
  'forbidden-host': 403,
  'cross-origin': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'too-large': 413,
  'unsupported-type': 415,
} as const;

export type ControlErrorCode = keyof typeof STATUS;

/** A request can't be answered as it was meant; the text is for whoever made it. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
  readonly code: ControlErrorCode;

  constructor(code: ControlErrorCode, text: string) {
    super(text);
    this.code = code;
  }

  get status(): number {
    return STATUS[this.code];
  }

  /** The body of the answer. */
  toJSON(): unknown {
    return { error: { code: this.code, message: this.message } };
  }
}
