import { hash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Bitfield } from '@seedbed/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FileSelection } from '../src/file-selection.ts';
import { type OpenedFiles, openContent } from '../src/io/storage/open-content.ts';
import { OpenFiles } from '../src/io/storage/open-files.ts';
import { silentLogger } from '../src/logger.ts';
import { type FileOfTorrent, folderTorrent, someBytes } from './support/content.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const PIECE = 64;
const FILES: FileOfTorrent[] = [
  { path: ['a'], bytes: someBytes(3 * PIECE + 10, 1) },
  { path: ['none'], bytes: new Uint8Array(0) },
  { path: ['b'], bytes: someBytes(5, 2) },
  { path: ['c'], bytes: someBytes(4 * PIECE, 3) },
];
const FLAT = Buffer.concat(FILES.map(({ bytes }) => bytes));
const TORRENT = folderTorrent('tree', FILES, PIECE);
const { pieceCount } = TORRENT.geometry;

const files = new OpenFiles(100, (error) => {
  throw error;
});

const openAt = (dir: string, journals: string, selection: FileSelection): Promise<OpenedFiles> =>
  openContent(
    { metainfo: TORRENT, openFiles: files, log: silentLogger },
    {
      dir,
      selection,
      readOnly: false,
      // A process that was killed holds no lock; here, its content is simply not closed.
      shared: false,
      recheck: false,
      force: true,
      signal: new AbortController().signal,
      onLost: () => {},
      journal: { folder: journals, checkpointAfter: 1_000_000 },
    },
  );

/** Where a file of the content lies just now. */
const fileAt = (dir: string, name: string): string =>
  existsSync(join(dir, 'tree', name)) ? join(dir, 'tree', name) : join(dir, 'tree.part', name);

/** The pieces that are really there. */
const trulyThere = (dir: string): number[] => {
  const flat = Buffer.concat(
    FILES.map(({ path: [name = ''], bytes }) => {
      const file = fileAt(dir, name);
      const found = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
      // What is not there is something that no piece holds.
      return Buffer.concat([found, Buffer.alloc(bytes.length, '?')]).subarray(0, bytes.length);
    }),
  );
  return Array.from({ length: pieceCount }, (_, piece) => piece).filter((piece) => {
    const bytes = flat.subarray(piece * PIECE, (piece + 1) * PIECE);
    return hash('sha1', bytes, 'buffer').equals(TORRENT.pieceHash(piece));
  });
};

type Step =
  | { readonly do: 'write'; readonly piece: number }
  | { readonly do: 'write without a word'; readonly piece: number }
  | { readonly do: 'leave' | 'kill' }
  | { readonly do: 'choose'; readonly files: readonly number[] }
  | { readonly do: 'die while finishing'; readonly moves: number }
  | { readonly do: 'change'; readonly file: string; readonly at: number }
  | { readonly do: 'cut'; readonly file: string; readonly at: number }
  | { readonly do: 'spoil the journal'; readonly at: number; readonly how: 'cut' | 'flip' | 'append' | 'an old one' };

const name = fc.constantFrom('a', 'b', 'c');
const piece = fc.nat(pieceCount - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('write' as const), piece }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('write without a word' as const), piece }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('leave' as const, 'kill' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('choose' as const), files: fc.subarray(FILES.map((_, file) => file)) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('die while finishing' as const), moves: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('change' as const), file: name, at: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cut' as const), file: name, at: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('spoil the journal' as const),
      at: fc.nat(),
      how: fc.constantFrom('cut' as const, 'flip' as const, 'append' as const, 'an old one' as const),
    }),
  },
);

/** A folder with content, and a daemon that comes and goes. */
class Model {
  readonly dir = temporaryFolder();
  readonly journals = temporaryFolder();
  /** Pieces that count as there, and of whose files nobody has touched any since. */
  #told = new Set<number>();
  #opened: OpenedFiles | undefined;
  #selection = new FileSelection(TORRENT);
  /** Names of the files that were ever chosen. */
  readonly #chosen = new Set<string>();
  /** Files that get their names before it dies, the next time that everything is there. */
  #lastMoves: number | undefined;
  #old: Buffer | undefined;

  async run(one: Step): Promise<void> {
    switch (one.do) {
      case 'write':
        return this.#write(one.piece, true);
      case 'write without a word':
        return this.#write(one.piece, false);
      case 'leave':
      case 'kill':
        return this.#end(one.do);
      case 'choose':
        await this.#end('kill');
        this.#selection = new FileSelection(TORRENT, one.files);
        return;
      case 'die while finishing':
        this.#lastMoves = one.moves;
        return;
      case 'change':
        return this.#change(one.file, one.at);
      case 'cut':
        this.#told.clear();
        if (existsSync(fileAt(this.dir, one.file))) truncateSync(fileAt(this.dir, one.file), one.at % 100);
        return this.#end('kill');
      case 'spoil the journal':
        await this.#end('kill');
        return this.#spoil(one.at, one.how);
    }
  }

  /** What the daemon says that it has, from its start on, is there. */
  async check(): Promise<void> {
    const { have } = await this.#open();
    const claimed = have.piecesNotIn(new Bitfield(pieceCount));
    expect(trulyThere(this.dir), 'it claims what is not there').toEqual(expect.arrayContaining(claimed));
    expect(claimed, 'it has lost what nobody has touched').toEqual(expect.arrayContaining([...this.#told]));
    this.#checkNames(have);
  }

  /** What was chosen and is there has its name; what was never chosen has none. */
  #checkNames(have: Bitfield): void {
    for (const [index, { path, bytes }] of FILES.entries()) {
      const [name = ''] = path;
      if (this.#selection.has(index)) this.#chosen.add(name);
      const named = join(this.dir, 'tree', name);
      if (!this.#chosen.has(name)) expect(existsSync(named), named).toBe(false);
      if (!this.#selection.has(index) || !this.#selection.isThere(have)) continue;
      expect(readFileSync(named).equals(bytes), named).toBe(true);
    }
    if (have.isFull && this.#selection.isAll) expect(readdirSync(this.dir)).toEqual(['tree']);
  }

  async end(): Promise<void> {
    await this.#end('leave');
  }

  async #open(): Promise<OpenedFiles> {
    this.#opened ??= await openAt(this.dir, this.journals, this.#selection);
    return this.#opened;
  }

  async #write(index: number, isTold: boolean): Promise<void> {
    const { storage, journal, have } = await this.#open();
    if (have.has(index) || !this.#selection.pieces.has(index)) return;
    await storage.write(index * PIECE, FLAT.subarray(index * PIECE, (index + 1) * PIECE));
    if (!isTold) return;
    journal?.record(index);
    have.set(index);
    this.#told.add(index);
    if (!this.#selection.isThere(have)) return;
    if (this.#lastMoves === undefined) return storage.finish();
    const unnamed = FILES.map((_, file) => file).filter(
      (file) => this.#selection.has(file) && FILES[file]?.bytes.length !== 0 && !storage.place.hasFinal(file),
    );
    for (const file of unnamed.slice(0, this.#lastMoves)) storage.place.finishFile(file);
    this.#lastMoves = undefined;
    await this.#end('kill');
  }

  /** `kill`: no more is written to the journal; only the lock is given back, as the system would. */
  async #end(how: 'leave' | 'kill'): Promise<void> {
    if (this.#opened === undefined) return;
    const before = this.#journal();
    this.#old ??= before?.bytes;
    await this.#opened.close();
    this.#opened = undefined;
    if (how === 'kill' && before !== undefined) writeFileSync(before.path, before.bytes);
  }

  async #change(file: string, at: number): Promise<void> {
    const path = fileAt(this.dir, file);
    this.#told.clear();
    await this.#end('kill');
    if (!existsSync(path)) return;
    const bytes = readFileSync(path);
    if (bytes.length === 0) return;
    bytes[at % bytes.length] = 255 - (bytes[at % bytes.length] ?? 0);
    writeFileSync(path, bytes);
    // Somebody who hides what he did, as far as the system lets him.
    utimesSync(path, 1, 1);
  }

  #spoil(at: number, how: 'cut' | 'flip' | 'append' | 'an old one'): void {
    const journal = this.#journal();
    if (journal === undefined) return;
    const { path, bytes } = journal;
    const place = at % (bytes.length + 1);
    if (how === 'cut') truncateSync(path, place);
    if (how === 'append') appendFileSync(path, bytes.subarray(place));
    if (how === 'flip') writeFileSync(path, bytes.with(Math.min(place, bytes.length - 1), at % 256));
    if (how === 'an old one' && this.#old !== undefined) writeFileSync(path, this.#old);
  }

  #journal(): { path: string; bytes: Buffer } | undefined {
    const [entry] = readdirSync(this.journals).filter((one) => one.endsWith('.journal'));
    if (entry === undefined) return undefined;
    const path = join(this.journals, entry);
    return { path, bytes: readFileSync(path) };
  }
}

describe('content with a journal', () => {
  it('is never said to be there when it is not, whatever becomes of the daemon, the files and the journal', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        const model = new Model();
        for (const one of steps) {
          await model.run(one);
          await model.check();
        }
        await model.end();
      }),
      { numRuns: 60 },
    );
  });
});
