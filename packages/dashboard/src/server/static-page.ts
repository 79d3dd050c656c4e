import { readdir, readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json; charset=utf-8',
  '.ndjson': 'application/x-ndjson; charset=utf-8',
  '.torrent': 'application/x-bittorrent',
};

/** The files of the page. What can be asked for is what lies in its folder and nothing else, whatever a path says. */
export class StaticPage {
  readonly #folder: string;
  #paths: Promise<ReadonlyMap<string, string>> | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Answers whether there is such a file. */
  async serve(path: string, response: ServerResponse): Promise<boolean> {
    this.#paths ??= this.#list();
    const file = (await this.#paths).get(path === '/' ? '/index.html' : path);
    const type = file === undefined ? undefined : TYPES[extname(file)];
    if (file === undefined || type === undefined) return false;
    const content = await readFile(file);
    // Names of assets hold a hash of their content.
    const cache = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    response.writeHead(200, { 'content-type': type, 'cache-control': cache, 'content-length': content.length });
    response.end(content);
    return true;
  }

  async #list(): Promise<ReadonlyMap<string, string>> {
    try {
      const entries = await readdir(this.#folder, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
      return new Map(files.map((file) => [`/${relative(this.#folder, file).split(sep).join('/')}`, file]));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
      throw error;
    }
  }
}
