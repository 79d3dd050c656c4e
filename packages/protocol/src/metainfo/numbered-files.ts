import type { TorrentFile } from './metainfo.ts';

/** A file as people name it. */
export interface NumberedFile {
  /** From 1 on, in the order of the torrent; padding (BEP 47) is nobody's to choose and has no number. */
  readonly number: number;
  /** Its index among all files. */
  readonly index: number;
  readonly file: TorrentFile;
}

/** The files of a torrent with the numbers that people know them by. */
export const numberedFiles = (files: readonly TorrentFile[]): NumberedFile[] =>
  [...files.entries()]
    .filter(([, { padding }]) => !padding)
    .map(([index, file], place) => ({ number: place + 1, index, file }));
