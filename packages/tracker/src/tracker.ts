import type { PeerAddress } from '@seedbed/protocol';

/** A tracker that runs. */
export interface Tracker {
  /** What stands in a torrent: `http://127.0.0.1:8000/announce`. */
  readonly url: string;
  readonly address: PeerAddress;
  /** Every URL at which it is announced to: that of HTTP, and that of UDP where it is on. */
  readonly urls: readonly string[];
  /** Where faults are changed, `http://127.0.0.1:9000`; undefined without a control address. */
  readonly control: string | undefined;
  /**
   * Reads the lists of torrents again and opens the file of events again; undefined when there are none. What is wrong with them
   * stands in the log.
   */
  readonly reload: (() => Promise<void>) | undefined;
  /** Ends what was begun, frees the ports. May be called again. @throws TrackerFileError when the state can't be written */
  close(): Promise<void>;
}
