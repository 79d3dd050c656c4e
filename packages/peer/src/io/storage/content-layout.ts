import type { TorrentFile } from '@seedbed/protocol';

/** Part of a range of the torrent's bytes that lies in one file. */
export interface Segment {
  /** Index of the file. */
  readonly file: number;
  /** Where the part begins in the file, bytes. */
  readonly fileOffset: number;
  /** Where the part begins in the range that was asked for, bytes. */
  readonly offset: number;
  readonly length: number;
  /** The file is padding (BEP 47): its bytes are zeros that are hashed and never written. */
  readonly padding: boolean;
}

/** What the layout needs to know of a file. */
export type LaidOutFile = Pick<TorrentFile, 'length' | 'offset' | 'padding'>;

/** How the bytes of a torrent fall into its files. A file of no bytes has no segment. */
export class ContentLayout {
  readonly #files: readonly LaidOutFile[];

  constructor(files: readonly LaidOutFile[]) {
    this.#files = files;
  }

  /** The segments of `length` bytes from `offset` on, in order. @throws RangeError when the files end before the range does */
  segments(offset: number, length: number): Segment[] {
    const segments: Segment[] = [];
    let covered = 0;
    for (let file = this.#fileAt(offset); covered < length; file++) {
      const { length: size, offset: begin, padding } = this.#file(file);
      const fileOffset = offset + covered - begin;
      const part = Math.min(size - fileOffset, length - covered);
      if (part > 0) segments.push({ file, fileOffset, offset: covered, length: part, padding });
      covered += Math.max(0, part);
    }
    return segments;
  }

  /** The last file that begins at or before `offset`: files before it end there, empty ones at the same place are skipped. */
  #fileAt(offset: number): number {
    let low = 0;
    let high = this.#files.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.#file(middle).offset <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #file(index: number): LaidOutFile {
    const file = this.#files[index];
    if (file === undefined) throw new RangeError('The range goes beyond the last file of the torrent');
    return file;
  }
}
