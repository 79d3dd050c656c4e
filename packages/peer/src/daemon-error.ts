/**
 * - `duplicate-torrent`: the torrent is here already
 * - `interrupted`: it was paused or removed while its content was checked
 * - `read-only`: its content is only read, so it is not deleted
 * - `closed`: the daemon, or the torrent, is leaving
 */
export type DaemonErrorCode = 'duplicate-torrent' | 'interrupted' | 'read-only' | 'closed';

/** What was asked of a daemon can't be done; the text says why. */
export class DaemonError extends Error {
  override readonly name = 'DaemonError';
  readonly code: DaemonErrorCode;

  constructor(code: DaemonErrorCode, text: string) {
    super(text);
    this.code = code;
  }
}
