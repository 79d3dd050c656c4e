import type { AnnounceOutcome } from '@seedbed/peer';
import { type AnnounceAnswer, clientName, formatAddress, printableId, withoutControls } from '@seedbed/protocol';
import { formatCount, formatDuration } from '@seedbed/settings';
import { announceTiers } from '../announce-tiers.ts';
import type { CommandContext } from '../command-context.ts';
import { TrackerPrinter } from '../learning/tracker-printer.ts';
import { TrackerRecord } from '../learning/tracker-record.ts';
import { EXIT, failure } from '../problem.ts';
import { readTorrent } from '../read-torrent.ts';
import { TrackerAsker } from '../wire/tracker-asker.ts';

/** The settings of the command, as its table gives them. */
export interface PeersSettings {
  readonly tracker: string | undefined;
  readonly long: boolean;
  readonly numwant: number;
  readonly port: number;
  readonly timeout: number;
  readonly all: boolean;
  readonly json: boolean;
}

interface NamedTracker {
  readonly url: string;
  readonly tier: number;
}

/** A torrent may name thousands. */
const MOST_TRACKERS = 20;
const FEW_PEERS = 50;

/** Asks the trackers of a torrent one after the other and shows what went over the wire. */
export const peers = async (settings: PeersSettings, path: string, context: CommandContext): Promise<number> => {
  const { tracker, long, port, numwant, timeout, json } = settings;
  const { print, interruption } = context;
  const metainfo = await readTorrent(path);
  const tiers = tracker === undefined ? metainfo.announceTiers : announceTiers([tracker], '--tracker');
  const trackers = tiers.flatMap((urls, tier): NamedTracker[] => urls.map((url) => ({ url, tier: tier + 1 })));
  if (trackers.length === 0) throw failure(`${path} names no tracker; --tracker names one`);
  const { signal } = interruption;
  const asker = new TrackerAsker({ metainfo, port, numwant, compact: !long, from: undefined, timeout, signal });
  const documents: object[] = [];
  const outcomes: AnnounceOutcome[] = [];
  for (const named of trackers.slice(0, MOST_TRACKERS)) {
    const record = json ? new TrackerRecord() : undefined;
    if (record === undefined) printTitle(named, trackers.length, context);
    const outcome = await asker.ask(named.url, record ?? new TrackerPrinter(context.page, settings.all, print));
    signal.throwIfAborted();
    outcomes.push(outcome);
    if (record === undefined) printOutcome(outcome, settings, context);
    else documents.push({ tracker: named.url, tier: named.tier, ...documentOf(outcome), wire: record.entries });
    if (outcome.ok) await asker.leave(named.url);
  }
  if (json) print(JSON.stringify({ torrent: path, infoHash: metainfo.infoHashHex, trackers: documents }, null, 2));
  else if (trackers.length > MOST_TRACKERS)
    print(`and ${formatCount(trackers.length - MOST_TRACKERS, 'tracker')} more, which are not asked`);
  const last = outcomes.at(-1);
  if (outcomes.some(({ ok }) => ok) || last === undefined || last.ok) return EXIT.ok;
  throw failure(
    outcomes.length === 1
      ? `no peers from ${trackers[0]?.url}: ${last.reason}`
      : 'no peers: none of the trackers answers',
  );
};

const printTitle = ({ url, tier }: NamedTracker, count: number, { page, print }: CommandContext): void => {
  const where = count === 1 ? '' : `, tier ${tier}`;
  print(page.paint('bold', `tracker ${withoutControls(url.slice(0, 500), '?')}${where}`));
};

const printOutcome = (
  outcome: AnnounceOutcome,
  { all, port }: PeersSettings,
  { page, print }: CommandContext,
): void => {
  const { paint } = page;
  if (!outcome.ok) {
    print(paint('red', `✗ ${outcome.reason}`));
    if (port === 0 && /port/i.test(outcome.reason))
      print(paint('dim', '  some trackers refuse port 0: --port 6881 names another one'));
    return;
  }
  const { answer } = outcome;
  print('');
  print(paint('green', `✓ ${meaningOf(answer)}`));
  if (answer.warning !== undefined) print(paint('yellow', `  the tracker warns: ${answer.warning}`));
  const shown = all ? answer.peers : answer.peers.slice(0, FEW_PEERS);
  const width = Math.max(0, ...shown.map((peer) => formatAddress(peer).length));
  for (const peer of shown) {
    const client =
      peer.peerId === undefined ? '' : `${clientName(peer.peerId)}  ${paint('dim', printableId(peer.peerId))}`;
    print(`  ${formatAddress(peer).padEnd(width)}  ${client}`.trimEnd());
  }
  if (shown.length < answer.peers.length) print(`  … ${answer.peers.length - shown.length} more; --all shows them`);
};

/** What a tracker has answered, in one line. */
const meaningOf = ({ interval, minInterval, complete, incomplete, peers: given }: AnnounceAnswer): string => {
  const counts = [
    ...(complete === undefined ? [] : [formatCount(complete, 'seed')]),
    ...(incomplete === undefined ? [] : [formatCount(incomplete, 'leech', 'leeches')]),
  ];
  const again = `ask again in ${formatDuration(interval * 1_000)}`;
  const soonest = minInterval === undefined ? '' : `, not before ${formatDuration(minInterval * 1_000)}`;
  return [...counts, `${formatCount(given.length, 'peer')} in the answer; ${again}${soonest}`].join(', ');
};

const documentOf = (outcome: AnnounceOutcome): object => {
  if (!outcome.ok) return outcome;
  const { peers: given, ...rest } = outcome.answer;
  const described = given.map(({ ip, port, peerId }) => ({
    ip,
    port,
    ...(peerId && { peerId: printableId(peerId), client: clientName(peerId) }),
  }));
  return { ok: true, ...rest, peers: described };
};
