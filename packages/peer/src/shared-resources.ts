import type { DaemonLimits } from './daemon-options.ts';
import type { EventHub } from './event-hub.ts';
import type { AccessLink } from './io/net/access-link.ts';
import type { Limiters } from './io/net/limiters.ts';
import type { PeerFaults } from './io/net/peer-faults.ts';
import type { PeerSockets } from './io/net/peer-sockets.ts';
import type { IntakeBudget } from './io/pieces/intake-budget.ts';
import type { OpenFiles } from './io/storage/open-files.ts';
import type { OpenContent } from './io/storage/opened-content.ts';
import type { TrackerClients } from './io/tracker/tracker-clients.ts';
import type { Logger } from './logger.ts';
import type { ProcessResources } from './process-resources.ts';

/** What the torrents of a daemon share. */
export interface SharedResources extends ProcessResources {
  /** 20 bytes. */
  readonly peerId: Uint8Array;
  readonly sockets: PeerSockets;
  readonly faults: PeerFaults;
  readonly limiters: Limiters;
  /** What all sockets are behind, where there is one. */
  readonly link: AccessLink | undefined;
  readonly budget: IntakeBudget;
  readonly openFiles: OpenFiles;
  readonly openContent: OpenContent;
  readonly trackers: TrackerClients;
  readonly events: EventHub;
  readonly log: Logger;
  readonly limits: DaemonLimits;
  /** Folder for journals. */
  readonly journals: string | undefined;
}
