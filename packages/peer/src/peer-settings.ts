/** What a user can set of a daemon, as plain data for `@seedbed/settings`; every program that runs one reads this table. */
export const peerSettings = {
  listen: {
    kind: 'endpoint',
    description: 'Address to listen on for peers, and to dial and announce from; port 0 picks a free one.',
    reason: 'Without it: all addresses, on the first free port of 6881 to 6889, as BEP 3 says.',
  },
  control: {
    kind: 'endpoint',
    description: 'Address for GET /healthz, on loopback.',
    reason: 'Off unless it is given: most daemons need none.',
  },
  'upload-limit': {
    kind: 'rate',
    min: 1,
    description: 'Bytes per second to all peers together.',
    reason: 'Without it there is no limit, and none is counted.',
  },
  'download-limit': {
    kind: 'rate',
    min: 1,
    description: 'Bytes per second from all peers together.',
    reason: 'Without it there is no limit, and none is counted.',
  },
  'upload-slots': {
    kind: 'count',
    min: 1,
    max: 1000,
    default: '4',
    description: 'Peers that are served at once, the optimistic one included.',
    reason: 'BEP 3: four, so that each gets a rate at which TCP works well.',
  },
  'max-peers': {
    kind: 'count',
    min: 1,
    max: 10_000,
    default: '200',
    description: 'Connections of a torrent.',
    reason: 'A full mesh for a swarm on one machine, and below what a home router keeps track of.',
  },
  allocate: {
    kind: 'choice',
    choices: ['sparse', 'full'],
    default: 'sparse',
    description:
      'How room is made on the disk: sparse, as pieces arrive, or full, all of it before the download begins, by writing zeros.',
    reason: 'Sparse begins at once and writes everything once; full is for disks that others may fill meanwhile.',
  },
  recheck: {
    kind: 'flag',
    description: 'Hash everything that is there, whatever the journal of the last time says.',
    reason: 'The journal notices files that were changed; it can not notice a disk that forgets.',
  },
  connect: {
    kind: 'endpoint',
    repeatable: true,
    description: 'Peer to dial beside those that the tracker names; may be given again.',
    reason: 'For swarms without a tracker, and for tests.',
  },
} as const;
