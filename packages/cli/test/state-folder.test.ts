import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stateFolder } from '../src/state-folder.ts';

test('the state folder is where the XDG Base Directory specification says', () => {
  const byDefault = join(homedir(), '.local', 'state', 'seedbed');
  expect(stateFolder({})).toBe(byDefault);
  expect(stateFolder({ XDG_STATE_HOME: '/var/state' })).toBe('/var/state/seedbed');
  for (const path of ['', 'not/absolute']) expect(stateFolder({ XDG_STATE_HOME: path })).toBe(byDefault);
});
