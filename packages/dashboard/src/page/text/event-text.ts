import type { SwarmEvent } from '@seedbed/events';
import { formatBytes } from './format-bytes.ts';
import { isolated } from './short-name.ts';

/** One event in a few words, as its peer tells it. @param nameOf how people call the peer with this id */
export function eventText(event: SwarmEvent, nameOf: (peerId: string) => string): string {
  return `${isolated(event.peer)} ${deedText(event, (id) => isolated(nameOf(id)))}`;
}

function deedText(event: SwarmEvent, nameOf: (peerId: string) => string): string {
  switch (event.type) {
    case 'peer-started':
      return `arrives with ${event.have} of ${event.pieces} pieces`;
    case 'completed':
      return 'is complete';
    case 'peer-stopped':
      return 'leaves';
    case 'announced':
      return `announces (${event.event}) and is told of ${event.peers} peers`;
    case 'announce-failed':
      return `announces (${event.event}) in vain: ${event.reason}`;
    case 'announce-served':
      return `tells ${nameOf(event.remote)} of ${event.peers} peers`;
    case 'announce-refused':
      return `refuses an announce: ${event.reason}`;
    case 'fault':
      return `has a fault: ${event.reason}`;
    case 'events-lost':
      return `told ${event.count} events that were lost`;
    case 'run-action':
      return ['does', event.action, ...event.peers.slice(0, 3).map(isolated), event.detail]
        .filter((part) => part !== '')
        .join(' ');
    case 'run-phase':
      return `begins: ${event.phase}`;
    case 'piece':
      return `has verified piece ${event.piece}, its ${ordinal(event.have)}`;
    case 'piece-corrupt':
      return `throws piece ${event.piece} away: its hash is wrong`;
    case 'have':
      return `tells ${event.peers} peers that it has piece ${event.piece}`;
    case 'choke-decisions':
      return `decides anew whom it chokes, among ${event.candidates.length}`;
    default:
      return dealText(event, nameOf(event.remote));
  }
}

/** What happens between two. */
function dealText(event: Extract<SwarmEvent, { readonly remote: string }>, other: string): string {
  switch (event.type) {
    case 'connected':
      return event.direction === 'outgoing' ? `has connected to ${other}` : `is connected to by ${other}`;
    case 'disconnected':
      return `loses its connection to ${other}: ${event.reason}`;
    case 'choke':
      return event.direction === 'sent' ? `chokes ${other}` : `is choked by ${other}`;
    case 'unchoke':
      if (event.direction === 'received') return `is unchoked by ${other}`;
      return `unchokes ${other}${event.optimistic === true ? ', the optimistic one' : ''}`;
    case 'interested':
      return event.direction === 'sent' ? `is interested in ${other}` : `hears that ${other} is interested`;
    case 'not-interested':
      return event.direction === 'sent' ? `wants nothing of ${other}` : `hears that ${other} wants nothing`;
    case 'request':
      return `asks ${other} for piece ${event.piece} from byte ${event.begin}`;
    case 'cancel':
      return `takes back what it asked of ${other}: piece ${event.piece} from byte ${event.begin}`;
    case 'block':
      return `gets ${formatBytes(event.length)} of piece ${event.piece} from ${other}`;
    case 'piece-picked':
      return `picks piece ${event.piece} of ${other}, of which ${event.availability} have a copy`;
    case 'wire':
      return `${event.direction === 'sent' ? 'sends to' : 'receives from'} ${other}: ${event.message}`;
    default:
      return event.type;
  }
}

function ordinal(number: number): string {
  const ending = number % 100 >= 11 && number % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${number}${ending}`;
}
