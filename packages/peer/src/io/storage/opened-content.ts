import type { Bitfield } from '@seedbed/protocol';
import type { Journal } from '../journal/journal.ts';
import type { BlockMessage } from '../upload/block-message.ts';
import type { ContentStorage } from './content-storage.ts';
import type { FileStamp } from './file-stamp.ts';
import type { OpenContentComponents, OpenContentOptions } from './open-content.ts';

/** The content of a torrent, ours alone unless it is shared, and what of it is there. */
export interface OpenedContent {
  readonly storage: ContentStorage;
  /** Pieces that are there; the engine takes it over. */
  readonly have: Bitfield;
  readonly journal: Journal | undefined;
  /** Whoever has content of this name reads the same bytes, and may share what was read. */
  readonly cacheName: string;
  /** What becomes of each block that goes to a peer. Default: nothing. */
  readonly outgoing?: (block: BlockMessage) => BlockMessage;
  /** Of each file, as it was left; none where there are no files. */
  stamps(): readonly FileStamp[];
  /** Somebody else has taken it away, see `Doubts.settle`. */
  doubt(): Promise<void>;
  /** Closes it and lets others have it. */
  close(): Promise<void>;
}

/** Takes the content of a torrent and looks at what is there of it. @throws StorageError; the reason of the signal */
export type OpenContent = (components: OpenContentComponents, options: OpenContentOptions) => Promise<OpenedContent>;
