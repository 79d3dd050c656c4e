import type { RunFolder } from '../run-folder.ts';
import { inParallel } from './in-parallel.ts';
import type { RunRequest } from './run-request.ts';
import type { RunTracker } from './run-tracker.ts';
import { type CreateTorrent, type SharedContent, shareContent } from './shared-content.ts';
import { prepareSource, type Source } from './source.ts';

export interface PrepareContentComponents {
  readonly request: RunRequest;
  readonly folder: RunFolder;
  readonly tracker: RunTracker;
  readonly createTorrent: CreateTorrent;
  readonly signal: AbortSignal;
  /** Told what is being done, for people. */
  readonly onActivity: (activity: string) => void;
  /** Told of the first failure, so that it can end what else is under way. */
  readonly onFailure: (error: unknown) => void;
}

/** Starts the tracker while the content is made or found, and makes the torrent of both. */
export async function prepareContent({
  request,
  folder,
  tracker,
  createTorrent,
  signal,
  onActivity,
  onFailure,
}: PrepareContentComponents): Promise<{ readonly source: Source; readonly content: SharedContent }> {
  const { content: wanted, seedValue } = request.scenario;
  const [urls, source] = await inParallel(
    tracker.start(),
    prepareSource(wanted, seedValue, folder.contentOf('source'), signal),
    onFailure,
  );
  onActivity('making the torrent');
  const torrent = await createTorrent(source.path, {
    // Where there is UDP it is what people want to see; HTTP comes after it.
    announce: [...urls].reverse(),
    pieceLength: wanted.pieceLength,
    signal,
    onProgress: (done, total) => onActivity(`making the torrent, ${Math.floor((done / total) * 100)}%`),
  });
  signal.throwIfAborted();
  onActivity('taking the sums of the source');
  return { source, content: await shareContent(source, torrent, folder.torrent, signal) };
}
