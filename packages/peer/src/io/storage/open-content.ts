import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { Metainfo } from '@seedbed/protocol';
import type { FileSelection } from '../../file-selection.ts';
import type { Logger } from '../../logger.ts';
import { beginJournal, type JournalOptions, readJournal } from '../journal/content-journal.ts';
import { lockContent } from '../lock/content-lock.ts';
import type { HeldLock } from '../lock/held-lock.ts';
import { assertOurs } from './assert-ours.ts';
import { type CheckOptions, type ContentCheck, checkContent } from './check-content.ts';
import { ContentPlace } from './content-place.ts';
import { ContentStamps } from './content-stamps.ts';
import { Doubts } from './doubts.ts';
import type { KnownContent } from './known-content.ts';
import type { OpenFiles } from './open-files.ts';
import type { OpenedContent } from './opened-content.ts';
import { StorageError } from './storage-error.ts';
import { targetFolder } from './target-folder.ts';
import { TorrentStorage } from './torrent-storage.ts';

export interface OpenContentOptions extends CheckOptions {
  /** Folder that the content lies in, or comes to; made when it is missing. */
  readonly dir: string;
  /** Where that folder has to lie, wherever links lead. Default: anywhere. */
  readonly within?: string;
  /** The files that are wanted, and get their names when they are there. */
  readonly selection: FileSelection;
  /** The content is only read, and it must be complete. */
  readonly readOnly: boolean;
  /** Content under the final name that is not the torrent's is replaced. */
  readonly force: boolean;
  /** Others may read it too: no lock is taken. Only where it is only read. */
  readonly shared: boolean;
  /** Everything is hashed, whatever is known. */
  readonly recheck: boolean;
  /** Without it no journal is read or written. */
  readonly journal?: JournalOptions;
  /** Told, beside the log, when the journal can't be written. */
  readonly onJournalTrouble?: (text: string) => void;
  readonly signal: AbortSignal;
  /** Told what is there, also when the content can't be used as it is. It is known content for the next time. */
  readonly onChecked?: (known: KnownContent) => void;
  /** Pieces that were there may not be there any more: the content is to be opened anew. Told once. */
  readonly onLost: (reason: string) => void;
}

export interface OpenContentComponents {
  readonly metainfo: Metainfo;
  readonly openFiles: OpenFiles;
  readonly log: Logger;
}

/** Content in files. */
export interface OpenedFiles extends OpenedContent {
  readonly storage: TorrentStorage;
}

/** A disk that does not answer is not waited for when we leave, ms. */
const LAST_WRITES = 1_000;

/** Read by others too: nothing to release. */
const noLock: HeldLock = { release: async () => {} };

/**
 * Takes the content of a torrent and looks at what is there of it. What is known, from the journal if not otherwise, of
 * files that nobody has touched since is not hashed. Files that turn out to be all there have their final names afterwards.
 *
 * @throws StorageError when it is in use, when what is there is not the torrent's, when something else stands in the place
 *   of a file or folder, when it is not complete and was only to be read, or when the disk refuses
 */
export async function openContent(
  components: OpenContentComponents,
  options: OpenContentOptions,
): Promise<OpenedFiles> {
  const { metainfo } = components;
  const { readOnly, shared, force } = options;
  const dir = targetFolder(options.dir, !readOnly, options.within);
  const lock = readOnly && shared ? noLock : await lockContent(dir, metainfo.name);
  try {
    const place = new ContentPlace(dir, metainfo);
    const check = await checkContent(metainfo, place, checkOptions(metainfo, dir, options));
    options.onChecked?.({ have: check.have.copy(), stamps: check.stamps });
    assertUsable(check, place, readOnly);
    if (check.have.isEmpty && !readOnly && !force) assertOurs(metainfo, place);
    return await open(components, options, { place, check, lock });
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function open(
  { metainfo, openFiles, log }: OpenContentComponents,
  { selection, readOnly, signal, onLost, onJournalTrouble, journal: journalOptions }: OpenContentOptions,
  { place, check, lock }: { readonly place: ContentPlace; readonly check: ContentCheck; readonly lock: HeldLock },
): Promise<OpenedFiles> {
  const { have } = check;
  const stamps = new ContentStamps(check.stamps);
  const onDoubt = (file: number, path: string): Promise<void> => doubts.settle(file, path);
  const storage = new TorrentStorage(metainfo, { place, selection, openFiles, stamps, onDoubt });
  if (selection.isThere(have) && !readOnly) await storage.finish();
  const onTrouble = (text: string): void => {
    log.warn({ torrent: metainfo.name }, text);
    onJournalTrouble?.(text);
  };
  const journal = journalOptions && beginJournal(metainfo, storage, check, { openFiles, onTrouble }, journalOptions);
  const doubts = new Doubts({ metainfo, selection, storage, journal, have, log, signal, onLost });
  const close = async (): Promise<void> => {
    storage.close();
    await Promise.race([storage.written(), pause(LAST_WRITES, undefined, { ref: false })]);
    // One turn more, for the pieces of which these were the writes.
    await nextTurn();
    journal?.close();
    await lock.release();
  };
  return {
    storage,
    have,
    journal,
    cacheName: `${place.finalPath} ${metainfo.infoHashHex}`,
    stamps: () => stamps.all,
    doubt: () => onDoubt(0, place.path),
    close,
  };
}

function checkOptions(metainfo: Metainfo, dir: string, options: OpenContentOptions): CheckOptions {
  const { signal, onProgress, recheck, journal } = options;
  const known: KnownContent | undefined = recheck
    ? undefined
    : (options.known ?? (journal && readJournal(metainfo, dir, journal)));
  return { signal, ...(onProgress && { onProgress }), ...(known && { known }) };
}

function assertUsable({ have, problems }: ContentCheck, place: ContentPlace, readOnly: boolean): void {
  for (const { error } of problems) if (error !== undefined) throw error;
  if (!readOnly || (have.isFull && place.isFinal && problems.length === 0)) return;
  const [problem] = have.isFull ? problems : [];
  const what = problem
    ? `${problem.path} is ${problem.problem.replace('-', ' ')}`
    : `${have.count} of ${have.length} pieces are right`;
  throw new StorageError('incomplete', `${place.finalPath} is not complete: ${what}; it was only to be read`);
}
