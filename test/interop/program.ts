import type { Running } from '../e2e/harness/seedbed.ts';

/** Asks a program to end, and waits until it has. */
export const endProgram = async (program: Running): Promise<void> => {
  program.signal('SIGTERM');
  await program.ends();
};

const lastLine = (text: string): string => text.trim().split('\n').at(-1)?.trim() ?? '';

/**
 * The last line that a program printed: how far it is.
 *
 * @throws Error when it has ended: whatever is waited for will not come any more
 */
export const lastWords = ({ stdout, stderr, status }: Running): string => {
  if (status === undefined) return `it says: ${lastLine(stdout) || lastLine(stderr) || 'nothing'}`;
  throw new Error(`it has ended with ${status}, saying: ${lastLine(stderr) || lastLine(stdout) || 'nothing'}`);
};
