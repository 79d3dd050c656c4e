import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const pack = promisify(gzip);

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

/** What gzip makes no smaller. */
const PACKED_ALREADY: ReadonlySet<string> = new Set(['.png']);

interface PageFile {
  readonly plain: Buffer;
  readonly packed: Buffer | undefined;
  readonly type: string;
  readonly tag: string;
}

/** The files of one build, by their paths; what was read of them stays. */
interface Build {
  readonly key: string;
  readonly paths: ReadonlyMap<string, string>;
  readonly files: Map<string, Promise<PageFile | undefined>>;
}

/**
 * The files of the page. What can be asked for is what lies in its folder and nothing else, whatever a path says. Each is
 * read and packed once, and all are forgotten when the page was built anew.
 */
export class StaticPage {
  readonly #folder: string;
  #build: Build | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Answers whether there is such a file. */
  async serve(path: string, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const name = path === '/' ? '/index.html' : path;
    const file = await this.#file(name);
    if (file === undefined) return false;
    // Names of assets hold a hash of their content.
    const isAsset = name.startsWith('/assets/');
    response.setHeader('cache-control', isAsset ? 'public, max-age=31536000, immutable' : 'no-cache');
    response.setHeader('etag', file.tag);
    response.setHeader('vary', 'accept-encoding');
    if (request.headers['if-none-match'] === file.tag) {
      response.writeHead(304).end();
      return true;
    }
    const takesPacked = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    const content = takesPacked && file.packed !== undefined ? file.packed : file.plain;
    if (content === file.packed) response.setHeader('content-encoding', 'gzip');
    response.writeHead(200, { 'content-type': file.type, 'content-length': content.length });
    response.end(content);
    return true;
  }

  async #file(name: string): Promise<PageFile | undefined> {
    const build = await this.#current(name === '/index.html');
    const path = build.paths.get(name);
    if (path === undefined) return undefined;
    const known = build.files.get(name);
    if (known !== undefined) return known;
    const file = readPageFile(path);
    build.files.set(name, file);
    // What could not be read may be there at the next attempt.
    file.catch(() => build.files.delete(name));
    return file;
  }

  /** Each opening of the page looks whether it was built anew; what it asks for then belongs to the same build. */
  async #current(isOpening: boolean): Promise<Build> {
    if (this.#build !== undefined && !isOpening) return this.#build;
    const key = await this.#stamp();
    if (this.#build?.key !== key) this.#build = { key, paths: await this.#list(), files: new Map() };
    return this.#build;
  }

  async #stamp(): Promise<string> {
    try {
      const { mtimeMs, size, ino } = await stat(join(this.#folder, 'index.html'));
      return `${mtimeMs} ${size} ${ino}`;
    } catch (error) {
      if (isAbsent(error)) return 'absent';
      throw error;
    }
  }

  async #list(): Promise<ReadonlyMap<string, string>> {
    try {
      const entries = await readdir(this.#folder, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
      return new Map(files.map((file) => [`/${relative(this.#folder, file).split(sep).join('/')}`, file]));
    } catch (error) {
      if (isAbsent(error)) return new Map();
      throw error;
    }
  }
}

async function readPageFile(path: string): Promise<PageFile | undefined> {
  const extension = extname(path);
  const type = TYPES[extension];
  if (type === undefined) return undefined;
  const plain = await readFile(path);
  const tag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
  const packed = PACKED_ALREADY.has(extension) ? undefined : await pack(plain);
  return { plain, packed, type, tag };
}

const isAbsent = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';
