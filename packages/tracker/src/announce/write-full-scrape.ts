import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AnyPeerStore } from '../store/remote-peer-store.ts';
import { swarmPages } from '../store/swarm-pages.ts';
import { mergeSorted } from './merge-sorted.ts';
import { compareEntries, ScrapeRun } from './scrape-run.ts';

const HEAD = 'd5:filesd';
const TAIL = 'ee';

/** Entries that are merged before others have their turn: half a millisecond. */
const ENTRIES_A_TURN = 500;

/**
 * The answer to a scrape of all torrents (BEP 48), written piece by piece while announces go on. A dictionary is sorted, and a
 * store is not: each page of it is sorted alone, and in the end all are merged. Some 70 bytes a torrent, twice while it is made.
 */
export async function writeFullScrape(store: AnyPeerStore): Promise<Uint8Array> {
  const runs: ScrapeRun[] = [];
  for await (const swarms of swarmPages(store)) runs.push(new ScrapeRun(swarms));
  const body = Buffer.allocUnsafe(runs.reduce((sum, { length }) => sum + length, HEAD.length + TAIL.length));
  let at = body.write(HEAD, 'latin1');
  let [told, last]: [number, Buffer | undefined] = [0, undefined];
  for (const entry of mergeSorted(runs, compareEntries)) {
    told += 1;
    if (told % ENTRIES_A_TURN === 0) await nextTurn();
    // Who went and came back between two pages is in both.
    if (last !== undefined && compareEntries(last, entry) === 0) continue;
    at += entry.copy(body, at);
    last = entry;
  }
  at += body.write(TAIL, at, 'latin1');
  return body.subarray(0, at);
}
