import type { SwarmModel } from '../../src/model/index.ts';

/** Everything that can be seen of a model, as plain values. */
export const stateOf = (model: SwarmModel): unknown => {
  const { startedAt, phase, time, count, trackerIsDown, partition, faults, seeds, leeches } = model;
  return {
    ...{ startedAt, phase, time, count, trackerIsDown, partition, faults, seeds, leeches },
    availability: [...model.availability],
    peers: model.peers.map((peer) => ({
      ...peer,
      have: [...peer.have.bytes],
      haveCount: peer.haveCount,
      isComplete: peer.isComplete,
      version: peer.version,
      inFlight: [peer.inFlight.asked, ...[...peer.inFlight.pieces].sort(([one], [other]) => one - other)],
      rates: [peer.downloadRate(time), peer.uploadRate(time), peer.uploadRate(time + 1_000)],
      connections: [...peer.connections.values()].map((connection) => ({
        ...connection,
        owner: model.peerOf(connection.remote)?.name,
        requests: [...connection.requests],
        rate: connection.downloadRate(time),
      })),
    })),
  };
};
