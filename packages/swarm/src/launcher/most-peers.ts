/** A full mesh of so many is what a machine carries with ease. */
const MESH = 100;

/**
 * Connections of a peer at most, in a crowd. Each piece of each peer is told to all of them, so these messages, not the
 * content, are what a machine would be busy with; and a mesh of a thousand would be a million sockets. A piece gets from
 * anybody to anybody over two or three peers with so few. With half as many, 1,000 peers take 6 % longer in virtual time.
 */
const IN_CROWD = 64;

/** Undefined is the daemon's default. */
export const mostPeersFor = (peers: number): number | undefined => (peers > MESH ? IN_CROWD : undefined);
