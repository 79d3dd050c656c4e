import type { Logger } from 'pino';
import { TrackerFileError } from '../tracker-file-error.ts';
import { readListFile } from './list-file.ts';
import type { Policy } from './policy.ts';
import type { TorrentLists } from './torrent-policy.ts';

/** Where the lists of an operator lie. */
export interface ListPaths {
  readonly allowList: string | undefined;
  readonly denyList: string | undefined;
}

/** The lists of a policy and the files that they come from. */
export class ListFiles {
  readonly #paths: ListPaths;
  readonly #policy: Policy;

  constructor(paths: ListPaths, policy: Policy) {
    this.#paths = paths;
    this.#policy = policy;
  }

  /** Whether there is any file to read. */
  get any(): boolean {
    return this.#paths.allowList !== undefined || this.#paths.denyList !== undefined;
  }

  /** @throws TrackerFileError when one can't be read; both lists are as before then. */
  async read(): Promise<void> {
    const { allowList, denyList } = this.#paths;
    const lists: TorrentLists = {
      allowed: allowList === undefined ? undefined : await readListFile(allowList),
      denied: denyList === undefined ? undefined : await readListFile(denyList),
    };
    this.#policy.lists = lists;
  }

  /** The same while the tracker runs: what can't be read is told in one line, and the old lists stay. */
  async readAgain(log: Logger): Promise<boolean> {
    try {
      await this.read();
      const { allowed, denied } = this.#policy.lists;
      log.info({ allowed: allowed?.size, denied: denied?.size }, 'the lists were read again');
      return true;
    } catch (error) {
      if (!(error instanceof TrackerFileError)) throw error;
      log.error({}, `the old lists stay: ${error.message}`);
      return false;
    }
  }
}
