import { execFileSync } from 'node:child_process';
import { type Running, startProgram } from '../e2e/harness/seedbed.ts';

/** What a program prints about itself; `undefined` where there is no such program, or it fails. */
export const ask = (file: string, ...args: string[]): string | undefined => {
  try {
    return execFileSync(file, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  } catch {
    return undefined;
  }
};

const hasSetpriv = ask('setpriv', '--version') !== undefined;

/** The user and group that programs run as which refuse to be root: nobody. */
const UNPRIVILEGED = ['--reuid=65534', '--regid=65534', '--clear-groups'];

/** Starts a program that is not ours, such that the kernel ends it should this process die before its clean-up. */
export const startForeign = (
  file: string,
  args: readonly string[],
  { unprivileged = false }: { readonly unprivileged?: boolean } = {},
): Running => {
  if (!hasSetpriv) return startProgram(file, args);
  const user = unprivileged && process.getuid?.() === 0 ? UNPRIVILEGED : [];
  return startProgram('setpriv', ['--pdeathsig=KILL', ...user, '--', file, ...args]);
};
