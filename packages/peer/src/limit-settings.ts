/** What peers may cost a daemon, as plain data for `@seedbed/settings`; part of `peerSettings`. */
export const limitSettings = {
  'handshake-timeout': {
    kind: 'duration',
    min: 1,
    max: 600_000,
    default: '10s',
    description: 'Time for a connection to come about, and then for the handshake of the other side.',
    reason: "libtorrent's value too; on a slow line three round trips take 2 s.",
  },
  'max-half-open': {
    kind: 'count',
    min: 1,
    max: 1000,
    default: '8',
    description: 'Dials of a torrent that are under way at once.',
    reason: 'More at once are slower, not faster; 8 is what the mainline client grew up with.',
  },
  'max-connections': {
    kind: 'count',
    min: 1,
    max: 100_000,
    default: '500',
    description: 'Connections of all torrents together, dials and handshakes under way included.',
    reason: 'Two full torrents, and half of the 1,024 descriptors that a process usually has.',
  },
  'max-per-address': {
    kind: 'count',
    min: 1,
    max: 100_000,
    defaultText: '16, no limit on loopback',
    description: 'Connections that may come from one IP address.',
    reason: 'More than a household or a NAT ever has in one swarm; on loopback whole swarms share an address.',
  },
  'max-unread': {
    kind: 'size',
    min: 65_536,
    default: '4MiB',
    description: 'Bytes that a peer may leave unread before it is taken for dead.',
    reason: 'The blocks that are handed over to the fastest (2 MiB), and as much again for messages.',
  },
  'max-requests-waiting': {
    kind: 'count',
    min: 1,
    max: 100_000,
    default: '500',
    description: 'Requests of a peer that may wait here; more are dropped, and a flood of them ends the connection.',
    reason: 'The longest pipeline there is (libtorrent); 30 KiB for each peer.',
  },
  'max-useless-messages': {
    kind: 'count',
    min: 1,
    max: 1_000_000,
    default: '2000',
    description:
      'Messages of a peer that may be of no use, in 20 s: requests while it is choked, repetitions, blocks that nobody asked for (16 each).',
    reason: 'Four times what an honest peer sends in vain when a choke crosses its longest pipeline.',
  },
} as const;
