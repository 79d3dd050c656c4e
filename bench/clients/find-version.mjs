import { spawnSync } from 'node:child_process';

/** What a program says of its version; `undefined` when it is not installed. */
export function findVersion(command, args, pattern) {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? pattern.exec(stdout)?.[1] : undefined;
}
