import type { FuzzTarget } from '../fuzz-target.ts';
import { addresses } from './addresses.ts';
import { announceAnswer } from './announce-answer.ts';
import { announceQuery } from './announce-query.ts';
import { bencode } from './bencode.ts';
import { bencodeOutline } from './bencode-outline.ts';
import { bitfield } from './bitfield.ts';
import { compactPeers4, compactPeers6 } from './compact-peers.ts';
import { controlInputs } from './control-inputs.ts';
import { events } from './events.ts';
import { handshake } from './handshake.ts';
import { hostCommand } from './host-command.ts';
import { hostConfig } from './host-config.ts';
import { journal } from './journal.ts';
import { metainfo } from './metainfo.ts';
import { peerMessages } from './peer-messages.ts';
import { scrapeAnswer } from './scrape-answer.ts';
import { scrapeQuery } from './scrape-query.ts';
import { trackerUrl } from './tracker-url.ts';
import { udpAnswer4, udpAnswer6 } from './udp-answer.ts';
import { udpRequest } from './udp-request.ts';

/** Every decoder that takes bytes from outside. */
export const targets: readonly FuzzTarget[] = [
  addresses,
  announceAnswer,
  announceQuery,
  bencode,
  bencodeOutline,
  bitfield,
  compactPeers4,
  compactPeers6,
  controlInputs,
  events,
  handshake,
  journal,
  metainfo,
  peerMessages,
  hostCommand,
  hostConfig,
  scrapeAnswer,
  scrapeQuery,
  trackerUrl,
  udpAnswer4,
  udpAnswer6,
  udpRequest,
];
