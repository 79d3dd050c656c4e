import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export const title = 'Announces by UDP';

const PROGRAM = fileURLToPath(new URL('../udp-announces.mjs', import.meta.url));

export const run = async ({ short }) => {
  const child = spawn(process.execPath, [PROGRAM, ...(short ? ['--short'] : [])], { stdio: 'inherit' });
  const [status] = await once(child, 'exit');
  if (status !== 0) throw new Error('a tracker could not be measured by UDP');
};
