import type { DaemonLimits } from './daemon-options.ts';
import type { EventHub } from './event-hub.ts';
import type { Gate } from './io/gate.ts';
import type { DownloadHasher } from './io/hashing/download-hasher.ts';
import type { AccessLink } from './io/net/access-link.ts';
import type { Limiters } from './io/net/limiters.ts';
import type { PeerFaults } from './io/net/peer-faults.ts';
import type { PeerSockets } from './io/net/peer-sockets.ts';
import type { IntakeBudget } from './io/pieces/intake-budget.ts';
import type { OpenFiles } from './io/storage/open-files.ts';
import type { TrackerClients } from './io/tracker/tracker-clients.ts';
import type { SpanCache } from './io/upload/span-cache.ts';
import type { Logger } from './logger.ts';

/** What the torrents of a daemon share. */
export interface SharedResources {
  /** 20 bytes. */
  readonly peerId: Uint8Array;
  readonly sockets: PeerSockets;
  readonly faults: PeerFaults;
  readonly limiters: Limiters;
  readonly link: AccessLink;
  readonly hasher: DownloadHasher;
  readonly budget: IntakeBudget;
  readonly cache: SpanCache;
  readonly openFiles: OpenFiles;
  /** Passed by whoever looks through content on disk. */
  readonly checks: Gate;
  readonly trackers: TrackerClients;
  readonly events: EventHub;
  readonly log: Logger;
  readonly limits: DaemonLimits;
  /** Folder for journals. */
  readonly journals: string | undefined;
}
