/** One file of made-up content. */
export interface GeneratedFile {
  readonly name: string;
  /** Its place in the content, and how long it is, bytes. */
  readonly begin: number;
  readonly length: number;
}

/**
 * Shares `size` bytes out to files of unequal lengths: the second is about twice as long as the first, and so on. Their
 * names sort in this order, which is that of their bytes in a torrent.
 */
export function generatedFiles(size: number, files: number): GeneratedFile[] {
  const all = (files * (files + 1)) / 2;
  const digits = String(files).length;
  const endOf = (file: number): number => Math.floor((size * ((file * (file + 1)) / 2)) / all);
  return Array.from({ length: files }, (_, index) => ({
    name: `file-${String(index + 1).padStart(digits, '0')}.bin`,
    begin: endOf(index),
    length: endOf(index + 1) - endOf(index),
  }));
}
