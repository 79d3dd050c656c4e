import { deepStrictEqual } from 'node:assert';
import { ProcessConfigError } from '../../../packages/peer/src/host/config-reader.ts';
import { readHostCommand } from '../../../packages/peer/src/host/host-command.ts';
import { fuzzTarget } from '../fuzz-target.ts';

/** What a launcher commands is understood, or refused in words. */
export const hostCommand = fuzzTarget({
  name: 'host-command',
  errors: [ProcessConfigError, SyntaxError],
  tokens: [
    '"type":"stop"',
    '"type":"link"',
    '"type":"constructor"',
    '"addresses":["::1"]',
    '"how":"killed"',
    '"__proto__":{}',
    '{"loss":1}',
    'null',
    '1e999',
  ],
  decode: (input) => readHostCommand(JSON.parse(Buffer.from(input).toString('utf8'))),
  check: (command) => deepStrictEqual('peer' in command, true),
});
