import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * Where the journals of daemons lie: a folder of ours below that of the XDG Base Directory specification for what is to be
 * remembered from one run to the next. A path that is not absolute does not count, as it says.
 */
export const stateFolder = (environment: Readonly<Record<string, string | undefined>>): string => {
  const { XDG_STATE_HOME = '' } = environment;
  return join(isAbsolute(XDG_STATE_HOME) ? XDG_STATE_HOME : join(homedir(), '.local', 'state'), 'seedbed');
};
