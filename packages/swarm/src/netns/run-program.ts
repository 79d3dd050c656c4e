import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { LastWords } from '../launcher/last-words.ts';

/**
 * Runs a program of the system to its end and answers what it printed.
 *
 * @throws Error with its last words when it can't be started or fails
 */
export async function runProgram(command: readonly string[], input = ''): Promise<string> {
  const [file = '', ...args] = command;
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const words = new LastWords();
  child.stderr.setEncoding('utf8').on('data', (part: string) => words.push(part));
  // Who leaves before it has read everything says why, or leaves with a status.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [status, output] = await Promise.all([
    new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve(code ?? signal));
    }),
    text(child.stdout),
  ]);
  if (status !== 0) throw new Error(`${file}: ${words.line ?? `it ended with ${status}`}`);
  return output;
}
