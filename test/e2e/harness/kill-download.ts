import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { SwarmEvent } from '@seedbed/events';
import { createTorrent, type Daemon, startDaemon, type TorrentHandle } from '@seedbed/peer';
import { type Metainfo, parseAddress, parseMetainfo } from '@seedbed/protocol';
import { seededRandom } from '@seedbed/simulator';
import { expect, onTestFinished } from 'vitest';
import { madeUpBytes } from './made-up-bytes.ts';
import { PeerProcess } from './peer-process.ts';
import { ownAddress } from './swarm-by-hand.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { waitUntil } from './wait-until.ts';

const MiB = 1024 * 1024;
/** What may be fetched again after each kill: so much of pieces that were finished, and of those that were not. */
const FINISHED_AGAIN = 2;
const UNFINISHED_AGAIN = 64 * MiB;

export interface KilledDownload {
  /** Decides the content and how it is downloaded; the moments of the kills depend on the machine as well. */
  readonly seedValue: number;
  readonly kills: number;
  /** Bytes of the content. */
  readonly size: number;
  /** Bytes per second. */
  readonly rate: number;
}

/** What was seen of a download that was killed many times. */
export interface KilledDownloadReport {
  /** Pieces that were told to be there and were fetched again, after all kills together. */
  readonly finishedAgain: number;
  /** Bytes that were sent beyond those of the content. */
  readonly bytesAgain: number;
  readonly pieces: number;
}

/**
 * Downloads something with a process that is killed (`kill -9`) again and again, and sometimes loses a byte of what it has
 * to somebody else between two runs. A second leech, which fetches from that process alone, proves that nothing wrong is
 * ever served.
 */
export const killDownload = async (options: KilledDownload): Promise<KilledDownloadReport> => {
  const { seedValue, kills, rate } = options;
  const random = seededRandom(seedValue);
  const content = await makeContent(options, random);
  const { metainfo, torrent, source } = content;
  const seed = await daemonWith(metainfo, source, rate);
  const witness = await daemonWith(metainfo, temporaryFolder(), Number.POSITIVE_INFINITY);
  const leech = new KilledLeech(metainfo, {
    torrent,
    dir: temporaryFolder(),
    name: 'leech',
    connect: [seed.address],
    journals: temporaryFolder(),
    allocate: random() < 0.3 ? 'full' : 'sparse',
  });

  for (let kill = 0; kill < kills; kill++) {
    await meet(witness, leech);
    await leech.until(1 + Math.floor((random() * metainfo.geometry.pieceCount) / kills));
    await pause(random() * 15);
    await leech.kill();
    if (random() < 0.3) leech.spoil(random);
  }
  await meet(witness, leech);
  await leech.until(metainfo.geometry.pieceCount);
  await waitUntil(() => {
    const { complete, have, pieces } = witness.handle.status();
    return complete ? undefined : `the witness has ${have} of ${pieces} pieces`;
  });
  await leech.kill();

  expect(witness.events.filter(({ type }) => type === 'piece-corrupt')).toEqual([]);
  for (const dir of [leech.dir, witness.dir]) expect(sumOf(metainfo, dir)).toBe(sumOf(metainfo, source));
  expect(leech.finishedAgain).toBeLessThanOrEqual(kills * FINISHED_AGAIN);
  const sent = seed.handle.status().uploaded + witness.handle.status().uploaded;
  const bytesAgain = sent - metainfo.geometry.totalLength - leech.spoilt;
  expect(bytesAgain).toBeLessThanOrEqual(kills * (UNFINISHED_AGAIN + FINISHED_AGAIN * metainfo.geometry.pieceLength));
  await Promise.all([seed.daemon.close(), witness.daemon.close()]);
  return { finishedAgain: leech.finishedAgain, bytesAgain, pieces: metainfo.geometry.pieceCount };
};

interface Content {
  readonly metainfo: Metainfo;
  /** Path of the metainfo file. */
  readonly torrent: string;
  /** Folder that the content lies in. */
  readonly source: string;
}

/** One file or some, in small pieces that are collected in memory, or in large ones that go to the disk block by block. */
const makeContent = async ({ seedValue, size }: KilledDownload, random: () => number): Promise<Content> => {
  const source = temporaryFolder();
  const root = join(source, 'content');
  const pieceLength = [16 * 1024, 64 * 1024, 256 * 1024, 8 * MiB][Math.floor(random() * 4)] ?? MiB;
  const count = 1 + Math.floor(random() * 4);
  mkdirSync(join(root, 'deep'), { recursive: true });
  writeFileSync(join(root, 'empty'), '');
  for (let file = 0; file < count; file++) {
    const length = Math.floor((size / count) * (0.5 + random()));
    writeFileSync(
      join(root, file % 2 === 0 ? '' : 'deep', `file ${file}`),
      madeUpBytes(length, `${seedValue} ${file}`),
    );
  }
  const bytes = await createTorrent(root, { pieceLength });
  const torrent = join(source, 'content.torrent');
  writeFileSync(torrent, bytes);
  return { metainfo: parseMetainfo(bytes, (part) => createHash('sha1').update(part).digest()), torrent, source };
};

/** Lets the witness fetch from the leech, in its next life. */
const meet = async ({ handle }: TestDaemon, leech: KilledLeech): Promise<void> => {
  const address = parseAddress(await leech.start());
  if (address !== undefined) handle.addPeers([address]);
};

interface TestDaemon {
  readonly daemon: Daemon;
  readonly handle: TorrentHandle;
  readonly dir: string;
  readonly address: string;
  readonly events: SwarmEvent[];
}

const daemonWith = async (metainfo: Metainfo, dir: string, uploadLimit: number): Promise<TestDaemon> => {
  const events: SwarmEvent[] = [];
  const [ip = ''] = ownAddress().split(':');
  const daemon = await startDaemon({
    listen: { ip, port: 0 },
    uploadLimit,
    events: { emit: (event) => events.push(event) },
  });
  onTestFinished(() => daemon.close());
  const handle = await daemon.add(metainfo, { dir });
  return { daemon, handle, dir, address: `${daemon.listen.ip}:${daemon.listen.port}`, events };
};

/** The configuration of its program, but for the address. */
interface LeechConfig {
  readonly dir: string;
  readonly [name: string]: unknown;
}

/** The process that is killed, over all its lives. */
class KilledLeech {
  /** Pieces that were told to be there and were fetched again. */
  finishedAgain = 0;
  /** Bytes of the pieces that somebody else has spoilt. */
  spoilt = 0;
  readonly #metainfo: Metainfo;
  readonly #config: LeechConfig;
  /** Pieces that were told to be there, and were not spoilt since. */
  readonly #there = new Set<number>();
  #process: PeerProcess | undefined;

  constructor(metainfo: Metainfo, config: LeechConfig) {
    this.#metainfo = metainfo;
    this.#config = config;
  }

  get dir(): string {
    return this.#config.dir;
  }

  /** Answers where it listens. */
  async start(): Promise<string> {
    const process = new PeerProcess({ ...this.#config, listen: ownAddress() });
    this.#process = process;
    await process.until('start', () => process.told('peer-started').length > 0);
    const have = process.told('peer-started')[0]?.have;
    expect(have, 'it has less than it had').toBeGreaterThanOrEqual(this.#there.size - FINISHED_AGAIN);
    return process.address();
  }

  /** Waits until so many pieces have come in this life, or all of them are there. */
  async until(pieces: number): Promise<void> {
    const { pieceCount } = this.#metainfo.geometry;
    await this.#process?.until(`${pieces} pieces`, (process) => {
      const [started] = process.told('peer-started');
      const come = process.told('piece').length;
      return come >= pieces || (started?.have ?? 0) + come >= pieceCount;
    });
  }

  async kill(): Promise<void> {
    await this.#process?.kill();
    const corrupt = this.#process?.told('piece-corrupt');
    expect(corrupt).toEqual([]);
    for (const { piece } of this.#process?.told('piece') ?? []) {
      if (this.#there.has(piece)) this.finishedAgain++;
      this.#there.add(piece);
    }
  }

  /** Changes a byte of a piece that is there, as somebody else would. */
  spoil(random: () => number): void {
    const pieces = [...this.#there];
    const piece = pieces[Math.floor(random() * pieces.length)];
    const { geometry, files } = this.#metainfo;
    const at = piece === undefined ? -1 : geometry.pieceOffset(piece);
    const file = files.find(({ offset, length }) => offset <= at && at < offset + length);
    if (piece === undefined || file === undefined) return;
    const path = this.#pathOf(file.path);
    const bytes = readFileSync(path);
    bytes[at - file.offset] = 255 - (bytes[at - file.offset] ?? 0);
    writeFileSync(path, bytes);
    this.#there.delete(piece);
    this.spoilt += geometry.pieceSize(piece);
  }

  #pathOf([root = '', ...rest]: readonly string[]): string {
    const finished = join(this.dir, root, ...rest);
    return existsSync(finished) ? finished : join(this.dir, `${root}.part`, ...rest);
  }
}

const sumOf = ({ files }: Metainfo, dir: string): string => {
  const sum = createHash('sha256');
  for (const { path } of files) sum.update(readFileSync(join(dir, ...path)));
  return sum.digest('hex');
};
