import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Metainfo } from '@seedbed/protocol';
import type { ContentCheck } from '../storage/check-content.ts';
import type { KnownContent } from '../storage/known-content.ts';
import type { OpenFiles } from '../storage/open-files.ts';
import { toStorageError } from '../storage/storage-error.ts';
import type { TorrentStorage } from '../storage/torrent-storage.ts';
import { bootId } from './boot-id.ts';
import { Journal } from './journal.ts';
import { JournalFile, journalPath, readJournalFile } from './journal-file.ts';
import { type JournalSubject, readJournalText } from './journal-lines.ts';

/** Where journals are kept, and how. */
export interface JournalOptions {
  /** Folder for the journals of all torrents; made when it is missing. */
  readonly folder: string;
  /** Pause between a change and the checkpoint that brings it, and what came after it, to stable storage, ms. */
  readonly checkpointAfter: number;
}

const subjectOf = ({ infoHashHex, name, geometry, files }: Metainfo, dir: string): JournalSubject => ({
  infoHash: infoHashHex,
  path: join(dir, name),
  pieces: geometry.pieceCount,
  files: files.length,
});

/** What the journal of some content knows of it. @param dir real path of the folder that the content lies in */
export function readJournal(metainfo: Metainfo, dir: string, { folder }: JournalOptions): KnownContent | undefined {
  const subject = subjectOf(metainfo, dir);
  const text = readJournalFile(journalPath(folder, subject));
  return text === undefined ? undefined : readJournalText(text, subject, bootId());
}

/** Makes sure that nothing is remembered of some content. @param dir real path of its folder; @throws StorageError */
export function forgetJournal(metainfo: Metainfo, dir: string, folder: string): void {
  const path = journalPath(folder, subjectOf(metainfo, dir));
  try {
    rmSync(path, { force: true });
  } catch (error) {
    throw toStorageError(error, path);
  }
}

/** Begins the journal of content that was just checked. `onTrouble` is told, for people, when it can't be written. */
export function beginJournal(
  metainfo: Metainfo,
  storage: TorrentStorage,
  { have, durable }: ContentCheck,
  { openFiles, onTrouble }: { readonly openFiles: OpenFiles; readonly onTrouble: (text: string) => void },
  { folder, checkpointAfter }: JournalOptions,
): Journal {
  const { geometry } = metainfo;
  const subject = subjectOf(metainfo, storage.place.dir);
  const file = new JournalFile(journalPath(folder, subject), openFiles);
  const sync = (pieces: readonly number[]): Promise<void> =>
    storage.sync(pieces.map((piece) => ({ offset: geometry.pieceOffset(piece), length: geometry.pieceSize(piece) })));
  const explain = (text: string): void =>
    onTrouble(`${text}: the journal can't be kept, and the next start hashes what is there`);
  const { stamps } = storage;
  return new Journal({ file, subject, stamps, sync, onTrouble: explain, checkpointAfter }, have, durable);
}
