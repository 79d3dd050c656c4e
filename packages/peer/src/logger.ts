/** Facts that belong to a line of the log. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Where the daemon says what happens; a pino logger is one. */
export interface Logger {
  debug(fields: LogFields, text: string): void;
  info(fields: LogFields, text: string): void;
  warn(fields: LogFields, text: string): void;
  error(fields: LogFields, text: string): void;
}

/** Says nothing. */
export const silentLogger: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
};
