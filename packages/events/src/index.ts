export {
  CHOKE_REASONS,
  type ChokeCandidate,
  type ChokeDecisions,
  type ChokeReason,
  PICK_REASONS,
  type PickReason,
  type PiecePicked,
  UNCHOKE_REASONS,
  type UnchokeReason,
} from './decision.ts';
export { EventBacklog } from './event-backlog.ts';
export { decodeEvent, encodeEvent } from './event-codec.ts';
export { EVENT_LEVELS, type EventType, isToldAt, levelOf, TRACE_NAMES, type TraceName } from './event-level.ts';
export type { EventSink } from './event-sink.ts';
export { EventSplitter } from './event-splitter.ts';
export { type ReadCounts, RecordReader } from './record-reader.ts';
export type {
  Announced,
  AnnounceFailed,
  AnnounceRefused,
  AnnounceServed,
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
  RunAction,
  RunPhase,
  SourceBytes,
  SwarmEvent,
  SwarmEventBody,
  Unchoke,
} from './swarm-event.ts';
export type { WireMessage } from './wire-message.ts';
