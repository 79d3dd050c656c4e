/** Why a run could not be verified, as a closed list. */
export type FailureCode =
  | 'content-unreadable'
  | 'folder-unusable'
  | 'no-room'
  | 'network-failed'
  | 'tracker-failed'
  | 'peer-failed'
  | 'stalled'
  | 'too-long'
  | 'record-failed'
  | 'content-differs'
  | 'run-unreadable';

/** A run that can't go on; its message is the one line that people read. */
export class SwarmFailure extends Error {
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SwarmFailure';
    this.code = code;
  }
}

/** The words of a caught value. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
