/** Where the content of one torrent is kept, read and written as one row of bytes. Everything may throw a `StorageError`. */
export interface ContentStorage {
  /** Fills the views with the bytes from `offset` of the torrent on. */
  read(offset: number, views: readonly Uint8Array[]): Promise<void>;
  /** Writes the bytes from `offset` of the torrent on; they may be anything else afterwards. */
  write(offset: number, bytes: Uint8Array): Promise<void>;
  /** Bytes at the beginning of a file that have their place already. */
  reservedBytes(file: number): number;
  /** The selected files are verified: whatever makes them complete. */
  finish(): Promise<void>;
  /** Nothing is read or written any more, but for what is under way. */
  close(): void;
}
