import { expect, test } from 'vitest';
import { signalOnLoad } from '../../packages/tracker/test/signal-on-load.ts';
import { run } from './harness/seedbed.ts';
import { ownAddress } from './harness/swarm-by-hand.ts';

// The first module of the command that is not in `bin`: the bundle, or `dist` when something was compiled since.
const module = /\/(bundle\/[^/]+\/seedbed|dist\/main)\.js$/;

const runSignalled = async (args: readonly string[], signal: NodeJS.Signals): Promise<number | string> => {
  const environment = { NODE_OPTIONS: signalOnLoad({ module, signal }) };
  return (await run(args, { environment })).status;
};

test.each([
  ['SIGTERM', []],
  ['SIGINT', []],
  ['SIGTERM', ['--workers', '2']],
] as const)('a service that hears %s while it is being loaded (%j) leaves with 0', async (signal, flags) => {
  expect(await runSignalled(['tracker', '--http', ownAddress(), ...flags], signal)).toBe(0);
});
