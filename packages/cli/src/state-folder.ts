import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * Where the journals of daemons lie: a folder of ours below that of the XDG Base Directory specification for what is to be
 * remembered from one run to the next. As it says, a path that is not absolute does not count. `undefined` for a user who
 * has no home.
 */
export const stateFolder = (environment: Readonly<Record<string, string | undefined>>): string | undefined => {
  const { XDG_STATE_HOME = '' } = environment;
  if (isAbsolute(XDG_STATE_HOME)) return join(XDG_STATE_HOME, 'seedbed');
  const home = homeFolder();
  return home === undefined ? undefined : join(home, '.local', 'state', 'seedbed');
};

const homeFolder = (): string | undefined => {
  try {
    return homedir();
  } catch {
    // The system knows no such user, which is usual in containers.
    return undefined;
  }
};
