import { hash } from 'node:crypto';
import { Bitfield, equalBytes, type Metainfo } from '@seedbed/protocol';
import { GeneratedContent } from './generated-content.ts';
import type { OpenContent, OpenedContent } from './opened-content.ts';
import { StorageError } from './storage-error.ts';
import { SyntheticStorage } from './synthetic-storage.ts';

/**
 * Content that follows from a number and is kept nowhere. Where it is only read, all of it is there; otherwise there is
 * nothing at first. The opening throws a `StorageError` when it is not the content of the torrent: of a look at its first
 * piece.
 */
export const syntheticOpener =
  (seedValue: number): OpenContent =>
  async ({ metainfo }, { readOnly, known, onChecked }): Promise<OpenedContent> => {
    const { geometry, infoHashHex } = metainfo;
    const { pieceCount } = geometry;
    const content = new GeneratedContent(seedValue);
    assertRight(metainfo, content, seedValue);
    const have = readOnly ? Bitfield.full(pieceCount) : (known?.have.copy() ?? new Bitfield(pieceCount));
    onChecked?.({ have: have.copy(), stamps: [] });
    return {
      storage: new SyntheticStorage(geometry, content),
      have,
      journal: undefined,
      cacheName: `synthetic ${seedValue} ${infoHashHex}`,
      stamps: () => [],
      doubt: async () => {},
      close: async () => {},
    };
  };

function assertRight(metainfo: Metainfo, content: GeneratedContent, seedValue: number): void {
  const first = new Uint8Array(metainfo.geometry.pieceSize(0));
  content.read(0, [first]);
  if (equalBytes(hash('sha1', first, 'buffer'), metainfo.pieceHash(0))) return;
  throw new StorageError('foreign', `the content of ${metainfo.name} does not follow from the number ${seedValue}`);
}
