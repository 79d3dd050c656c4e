import { randomBytes } from 'node:crypto';
import {
  clientName,
  createPeerId,
  formatAddress,
  type Metainfo,
  type PeerAddress,
  type PeerMessage,
  printableId,
} from '@seedbed/protocol';
import { formatDuration, parseEndpoint } from '@seedbed/settings';
import type { CommandContext } from '../command-context.ts';
import { WirePrinter } from '../learning/wire-printer.ts';
import { WireRecord } from '../learning/wire-record.ts';
import type { WireWatcher } from '../learning/wire-watcher.ts';
import { EXIT, failure, usageProblem } from '../problem.ts';
import { readTorrent } from '../read-torrent.ts';
import { LineEnded, PeerLine } from '../wire/peer-line.ts';

/** The settings of the command, as its table gives them. */
export interface HandshakeSettings {
  readonly watch: number;
  readonly interested: boolean;
  readonly timeout: number;
  readonly json: boolean;
}

/** Shakes hands with one peer, listens for a moment, and shows every byte. */
export const handshake = async (
  settings: HandshakeSettings,
  path: string,
  peer: string,
  context: CommandContext,
): Promise<number> => {
  const address = addressOf(peer);
  const metainfo = await readTorrent(path);
  const { print, page } = context;
  const record = settings.json ? new WireRecord() : undefined;
  const visit = visitPeer(address, metainfo, settings, record ?? new WirePrinter(page, print), context);
  const outcome = await visit.then(
    (facts) => ({ ok: true, ...facts }),
    (error: unknown) => {
      if (error instanceof LineEnded) return { ok: false, reason: error.message };
      throw error;
    },
  );
  if (record !== undefined) {
    const { entries, omitted } = record;
    const about = { torrent: path, infoHash: metainfo.infoHashHex, peer: formatAddress(address) };
    print(JSON.stringify({ ...about, ...outcome, wire: entries, ...(omitted > 0 && { omitted }) }, null, 2));
  } else if ('client' in outcome) {
    print(page.paint('green', `✓ both handshakes are right: ${formatAddress(address)} is ${outcome.client}`));
  }
  if ('reason' in outcome) throw failure(`no handshake with ${formatAddress(address)}: ${outcome.reason}`);
  return EXIT.ok;
};

const addressOf = (text: string): PeerAddress => {
  const endpoint = parseEndpoint(text);
  if (!endpoint.ok) throw usageProblem(`IP:PORT: ${endpoint.problem}`);
  if (endpoint.value.port === 0) throw usageProblem(`IP:PORT: '${text}' has port 0, where nobody listens`);
  return endpoint.value;
};

const visitPeer = async (
  address: PeerAddress,
  { infoHash, geometry }: Metainfo,
  { watch, interested, timeout }: HandshakeSettings,
  watcher: WireWatcher,
  { interruption }: CommandContext,
): Promise<{ peerId: string; client: string; ended: string }> => {
  const begin = performance.now();
  const clock = (): number => performance.now() - begin;
  const { signal } = interruption;
  const line = await PeerLine.dial({ address, from: undefined, timeout, signal, watcher, clock });
  const { peerId } = await line.shakeHands({ infoHash, peerId: createPeerId(randomBytes(12)) });
  const timer = setTimeout(() => line.close(`we leave, after ${formatDuration(watch)}`), watch);
  const talk = line.talk(geometry.pieceCount, silentSink);
  if (interested) line.send({ type: 'interested' });
  const ended = await talk;
  clearTimeout(timer);
  signal.throwIfAborted();
  watcher.note(ended, clock());
  return { peerId: printableId(peerId), client: clientName(peerId), ended };
};

/** The watcher sees everything; nothing is answered. */
const silentSink = {
  message: (_: PeerMessage): void => {},
  blockStart: (): void => {},
  blockData: (): void => {},
  blockEnd: (): void => {},
};
