export { decodeEvent, encodeEvent } from './event-codec.ts';
export { EVENT_LEVELS, type EventType, isToldAt, levelOf } from './event-level.ts';
export type { EventSink } from './event-sink.ts';
export { EventSplitter } from './event-splitter.ts';
export type {
  Announced,
  AnnounceFailed,
  BlockEvent,
  Choke,
  Completed,
  Connected,
  Direction,
  Disconnected,
  EventLevel,
  EventsLost,
  Fault,
  Have,
  Interest,
  PeerStarted,
  PeerStopped,
  PieceCorrupt,
  PieceVerified,
  SourceBytes,
  SwarmEvent,
  SwarmEventBody,
  Unchoke,
} from './swarm-event.ts';
