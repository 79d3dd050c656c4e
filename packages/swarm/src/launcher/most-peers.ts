/** A full mesh of so many is what a machine carries with ease. */
const MESH = 100;

/**
 * Connections of a peer at most, in a crowd. Each piece of each peer is told to all of them, so these messages, not the
 * content, are what a machine would be busy with; and a mesh of a thousand would be a million sockets. Two peers with
 * twice the root of the number of all know some in common as a rule, so a piece gets from anybody to anybody over one or
 * two others. With 32 instead of 64, a thousand peers take 6 % longer in virtual time; with 64 instead of 40, two hundred
 * take a fifth more processor time and are done no sooner.
 */
const FEWEST_IN_CROWD = 40;
const TIMES_ROOT = 2;

/** Undefined is the daemon's default. */
export const mostPeersFor = (peers: number): number | undefined =>
  peers > MESH ? Math.max(FEWEST_IN_CROWD, Math.round(TIMES_ROOT * Math.sqrt(peers))) : undefined;
