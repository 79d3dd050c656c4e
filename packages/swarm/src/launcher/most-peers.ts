/** A full mesh of so many is what a daemon's default allows. */
const MESH = 200;

/**
 * Connections of a peer at most, where there are many: what the mainline client allows itself. A mesh of a thousand would
 * be a million sockets. Undefined is the daemon's default.
 */
export const mostPeersFor = (peers: number): number | undefined => (peers > MESH ? 55 : undefined);
