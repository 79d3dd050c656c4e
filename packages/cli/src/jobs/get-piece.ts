import { createHash, randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { clientName, createPeerId, formatAddress, type Metainfo, type PeerAddress, toHex } from '@seedbed/protocol';
import { formatCount, formatSize } from '@seedbed/settings';
import type { CommandContext } from '../command-context.ts';
import { explainError } from '../explain-error.ts';
import { WirePrinter } from '../learning/wire-printer.ts';
import { WireRecord } from '../learning/wire-record.ts';
import type { WireWatcher } from '../learning/wire-watcher.ts';
import { EXIT, failure, usageProblem } from '../problem.ts';
import { readTorrent } from '../read-torrent.ts';
import { fetchPiece } from '../wire/fetch-piece.ts';
import { LineEnded } from '../wire/peer-line.ts';
import { TrackerAsker } from '../wire/tracker-asker.ts';
import { writeWhole } from '../write-whole.ts';
import type { GetSettings } from './get.ts';

/** Peers that are tried one after the other. */
const MOST_PEERS = 50;

/** BEP 3: every 30 s another peer is unchoked optimistically; who has not unchoked us a while later will not soon. ms */
const PATIENCE = 40_000;
const TRACKER_TIMEOUT = 20_000;
const CONNECT_TIMEOUT = 10_000;

/** How one piece is to be had. */
interface Quest {
  readonly metainfo: Metainfo;
  readonly piece: number;
  readonly settings: GetSettings;
  readonly watcher: WireWatcher;
  /** ms since the command began. */
  readonly clock: () => number;
  readonly context: CommandContext;
}

/** What a peer gave. */
interface Find {
  readonly bytes: Uint8Array;
  readonly sha1: string;
  readonly peer: string;
  readonly client: string;
}

/** Fetches one piece from one peer, shows every message, and writes the piece to a file when its hash is right. */
export const getPiece = async (
  settings: GetSettings,
  piece: number,
  path: string,
  context: CommandContext,
): Promise<number> => {
  if (settings.files.length > 0) throw usageProblem('--piece fetches one piece, --files whole files: give one of them');
  const metainfo = await readTorrent(path);
  const { pieceCount } = metainfo.geometry;
  if (piece >= pieceCount) {
    throw usageProblem(`--piece: there is no piece ${piece}; ${metainfo.name} has the pieces 0 to ${pieceCount - 1}`);
  }
  const begin = performance.now();
  const { print, page } = context;
  const record = settings.json ? new WireRecord() : undefined;
  const watcher = record ?? new WirePrinter(page, print);
  const quest: Quest = { metainfo, piece, settings, watcher, clock: () => performance.now() - begin, context };
  const expected = toHex(metainfo.pieceHash(piece));
  if (record === undefined) for (const line of aboutPiece(metainfo, piece, expected)) print(line);

  const found = await tryPeers(quest, expected);
  const file = found && (await writePiece(found.bytes, quest));
  if (record !== undefined) {
    const about = { torrent: path, infoHash: metainfo.infoHashHex, piece, expected };
    const { entries, omitted } = record;
    const result = found && { peer: found.peer, client: found.client, length: found.bytes.length, file };
    const wire = { wire: entries, ...(omitted > 0 && { omitted }) };
    print(JSON.stringify({ ...about, ok: found !== undefined, ...result, ...wire }, null, 2));
  } else if (found !== undefined) {
    const { bytes, client, peer } = found;
    print(page.paint('green', `✓ piece ${piece} is right: its SHA-1 is ${expected}`));
    print(`verified ${file}: ${formatSize(bytes.length)} from ${peer}, ${client}`);
  }
  if (found === undefined) throw failure(`nobody gave us a right piece ${piece} of ${metainfo.name}`);
  return EXIT.ok;
};

/** Where the piece lies, and how one knows it. */
const aboutPiece = ({ name, geometry, files }: Metainfo, piece: number, expected: string): string[] => {
  const first = geometry.pieceOffset(piece);
  const size = geometry.pieceSize(piece);
  const inside = files.filter(({ offset, length }) => length > 0 && offset < first + size && offset + length > first);
  const where =
    inside.length === 1 ? (inside[0]?.path.join('/') ?? name) : `${formatCount(inside.length, 'file')} of ${name}`;
  return [
    `piece ${piece} of 0 to ${geometry.pieceCount - 1}: ${formatCount(size, 'byte')} from byte ${first} on, in ${where}`,
    `${formatCount(geometry.blockCount(piece), 'block')}; the SHA-1 has to be ${expected}`,
  ];
};

/** Asks one peer after the other. */
const tryPeers = async (quest: Quest, expected: string): Promise<Find | undefined> => {
  const peers = await candidates(quest);
  for (const address of peers.slice(0, MOST_PEERS)) {
    const found = await tryPeer(quest, address);
    if (found === undefined) continue;
    if (found.sha1 === expected) return found;
    quest.watcher.failure(`the SHA-1 is ${found.sha1}: what ${found.peer} sent is not the piece`, quest.clock());
  }
  return undefined;
};

const tryPeer = async (quest: Quest, address: PeerAddress): Promise<Find | undefined> => {
  const { metainfo, piece, settings, watcher, clock, context } = quest;
  const { stallAfter, listen } = settings;
  const { signal } = context.interruption;
  const peer = formatAddress(address);
  try {
    const { bytes, from } = await fetchPiece({
      metainfo,
      piece,
      peerId: createPeerId(randomBytes(12)),
      address,
      from: listen?.ip,
      timeout: CONNECT_TIMEOUT,
      patience: stallAfter === 0 ? PATIENCE : Math.min(PATIENCE, stallAfter),
      signal,
      watcher,
      clock,
    });
    return { bytes, sha1: createHash('sha1').update(bytes).digest('hex'), peer, client: clientName(from) };
  } catch (error) {
    if (!(error instanceof LineEnded)) throw error;
    watcher.failure(`not from ${peer}: ${error.message}`, clock());
    return undefined;
  }
};

/** The peers that the user names; else those of the first tracker that knows any. */
const candidates = async (quest: Quest): Promise<readonly PeerAddress[]> => {
  const { metainfo, settings, watcher, clock, context } = quest;
  if (settings.connect.length > 0) return settings.connect;
  const { signal } = context.interruption;
  const asker = new TrackerAsker({
    metainfo,
    port: 0,
    numwant: MOST_PEERS,
    compact: true,
    from: settings.listen?.ip,
    timeout: TRACKER_TIMEOUT,
    signal,
  });
  for (const tracker of metainfo.announceTiers.flat()) {
    const outcome = await asker.ask(tracker);
    signal.throwIfAborted();
    const told = outcome.ok ? `names ${formatCount(outcome.answer.peers.length, 'peer')}` : outcome.reason;
    watcher.note(`tracker ${tracker}: ${told}`, clock());
    if (!outcome.ok) continue;
    await asker.leave(tracker);
    if (outcome.answer.peers.length > 0) return outcome.answer.peers;
  }
  const who = metainfo.announceTiers.length === 0 ? 'the torrent names no tracker' : 'no tracker names a peer';
  throw failure(`${who}; --connect IP:PORT names one`);
};

const writePiece = async (bytes: Uint8Array, { metainfo, piece, settings }: Quest): Promise<string> => {
  const file = join(settings.dir, `${metainfo.name}.piece-${piece}`);
  await mkdir(settings.dir, { recursive: true }).catch((error: unknown) => {
    throw failure(explainError(error).line, error);
  });
  await writeWhole(file, bytes);
  return file;
};
