import { limitSettings } from './limit-settings.ts';

/** What a daemon does. */
const taskSettings = {
  listen: {
    kind: 'endpoint',
    defaultText: 'all addresses, first free port of 6881 to 6889',
    description: 'Address to listen on for peers, and to dial and announce from; port 0 picks a free one.',
    reason: 'The ports are those of BEP 3.',
  },
  control: {
    kind: 'endpoint',
    defaultText: 'off',
    description: 'Address of the control API: health, metrics, events; torrents added, paused, removed, limited.',
    reason: 'Off unless it is given: most daemons need none. docs/control-api.md tells what it answers.',
  },
  'control-token': {
    kind: 'text',
    placeholder: 'TOKEN',
    defaultText: 'none',
    description:
      'What requests to the control address must know; needed unless it is on loopback. Better given as SEEDBED_CONTROL_TOKEN or in --config: others can see command lines.',
    reason: 'On loopback none is needed, because only programs of this machine come there.',
  },
  'upload-limit': {
    kind: 'rate',
    min: 1,
    defaultText: 'unlimited',
    description:
      'Bytes per second to all peers of all torrents together, as the line counts them: with TCP/IP headers.',
    reason: 'Unlimited costs nothing: nothing is counted then.',
  },
  'download-limit': {
    kind: 'rate',
    min: 1,
    defaultText: 'unlimited',
    description:
      'Bytes per second from all peers of all torrents together, as the line counts them: with TCP/IP headers.',
    reason: 'Unlimited costs nothing: nothing is counted then.',
  },
  'torrent-upload-limit': {
    kind: 'rate',
    min: 1,
    defaultText: 'unlimited',
    description: 'Bytes per second to the peers of each torrent; those of all together hold beside it.',
    reason: 'Unlimited costs nothing: nothing is counted then.',
  },
  'torrent-download-limit': {
    kind: 'rate',
    min: 1,
    defaultText: 'unlimited',
    description: 'Bytes per second from the peers of each torrent; those of all together hold beside it.',
    reason: 'Unlimited costs nothing: nothing is counted then.',
  },
  choker: {
    kind: 'choice',
    // Named here once more, because this table is read by programs that do not load the engine.
    choices: ['turns', 'bep3', 'upload-rate', 'round-robin', 'all'],
    default: 'turns',
    description:
      'Who is served: turns (as bep3, but a whole piece at a time, and once complete what was sent least often first), bep3 (the best givers, one slot in turn; once complete, the best takers), upload-rate (always the best takers), round-robin (everyone for 30 s in turn), all (everyone at once, whatever --upload-slots)',
    reason: 'It brings a whole swarm nearest to the bound that its uplinks set; givers are rewarded as in BEP 3.',
  },
  picker: {
    kind: 'choice',
    choices: ['rerouting', 'rarest-first', 'random', 'sequential'],
    default: 'rerouting',
    description:
      'Which piece is fetched next, and how: rerouting (as rarest-first, whole pieces, and what waits at a busy peer is asked of an idle one), rarest-first (four at random, then what the fewest peers hold), random (any), sequential (from the beginning; slow for a swarm)',
    reason: 'As in BEP 3 peers come to hold different pieces; moving what waits keeps every uplink busy.',
  },
  trace: {
    kind: 'choice',
    choices: ['decisions', 'wire'],
    repeatable: true,
    defaultText: 'nothing',
    description:
      'decisions: why each peer is choked or unchoked and each piece picked. wire: the first 96 bytes of each message in both directions. As events and on standard error; both with a comma.',
    reason: 'Off unless it is given: there is a line for each round of each torrent, or for each message.',
  },
  strict: {
    kind: 'flag',
    description:
      'End connections of peers that send messages BEP 3 does not know, or a bitfield that is not their first.',
    reason: 'Most clients know extensions that we do not; their messages are passed over and counted.',
  },
  'skip-redundant-haves': {
    kind: 'flag',
    description: 'Do not tell a peer of a piece that it holds already.',
    reason: 'BEP 3 tells every peer; what is saved is 9 bytes, and a peer can not see any more how far we are.',
  },
  'upload-slots': {
    kind: 'count',
    min: 1,
    max: 1000,
    defaultText: 'turns 4 to 20, else 4',
    description: 'Peers that are unchoked at once, the optimistic one included.',
    reason: 'Four are those of BEP 3; under --choker turns they are two seconds of the upload limit in pieces.',
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
    defaultText: 'none',
    description: 'Peer to dial beside those that the tracker names; may be given again.',
    reason: 'For swarms without a tracker, and for tests.',
  },
} as const;

/** What a user can set of a daemon, as plain data for `@seedbed/settings`; every program that runs one reads this table. */
export const peerSettings: typeof taskSettings & typeof limitSettings = { ...taskSettings, ...limitSettings };
