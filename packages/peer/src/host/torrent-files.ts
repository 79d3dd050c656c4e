import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Metainfo, parseMetainfo } from '@seedbed/protocol';

/** The metainfo files that peers of a process name, each read and parsed once: most often it is one for all of them. */
export class TorrentFiles {
  readonly #parsed = new Map<string, Promise<Metainfo>>();

  /** Rejects with a `MetainfoError`, or what the system says. */
  read(path: string): Promise<Metainfo> {
    const known = this.#parsed.get(path);
    if (known !== undefined) return known;
    const parsing = parse(path);
    this.#parsed.set(path, parsing);
    // It may be right the next time.
    parsing.catch(() => this.#parsed.delete(path));
    return parsing;
  }
}

const parse = async (path: string): Promise<Metainfo> =>
  parseMetainfo(await readFile(path), (part) => hash('sha1', part, 'buffer'));
