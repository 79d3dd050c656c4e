import type { Logger } from 'pino';
import type { Interruption } from './interruption.ts';
import type { Page } from './page.ts';

/** What a command has of the world around it. */
export interface CommandContext {
  readonly interruption: Interruption;
  /** What the result is written on. */
  readonly page: Page;
  /** Writes one line of the result to standard output. */
  print(line: string): void;
  /** Writes one line for people to standard error. */
  say(line: string): void;
  /** The log of the level that was asked for, else of `level`; loaded only where it is used. */
  log(level: 'warn' | 'silent'): Promise<Logger>;
}
