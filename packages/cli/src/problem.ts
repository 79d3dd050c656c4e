/** Exit statuses that mean the same in every command. */
export const EXIT = {
  ok: 0,
  /** It ran and failed; a bad input file too. */
  failed: 1,
  /** It was called wrongly. */
  usage: 2,
} as const;

/** What ends a command with lines that say all there is to say: no stack trace helps anybody. */
export class Problem extends Error {
  readonly status: number;

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Problem';
    this.status = status;
  }
}

/** Wrong usage: `message` names what is wrong and what would be right. */
export const usageProblem = (message: string): Problem => new Problem(EXIT.usage, message);

/** Wrong usage of a command whose help says what would be right. */
export const misuse = (command: string, ...problems: readonly string[]): Problem =>
  usageProblem([...problems, `See seedbed ${command} --help.`].join('\n'));

/** A failure that has been understood. */
export const failure = (message: string, cause?: unknown): Problem => new Problem(EXIT.failed, message, { cause });
