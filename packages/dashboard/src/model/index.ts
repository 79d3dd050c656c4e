export type { ConnectionView, RequestedBlock } from './connection-state.ts';
export type { Curves, GroupCurves } from './curves.ts';
export type { PieceInFlight } from './in-flight.ts';
export type { Mark, MarkKind } from './marks.ts';
export type { PeerStage, PeerView, PiecesInFlight } from './peer-state.ts';
export { type LookBack, Recording, type RecordingOptions } from './recording.ts';
export type { RunBound, RunContent, RunEnding, RunHeader, RunPeerHeader, RunTimelineEntry } from './run-header.ts';
export { SwarmModel } from './swarm-model.ts';
export { type GroupSample, type SwarmSample, sampleSwarm } from './swarm-sample.ts';
