/**
 * Every setting of the tracker, as plain data: the flags of `seedbed tracker`, `SEEDBED_…` in the environment and the keys
 * of its configuration file.
 */
export const trackerSettings = {
  http: {
    kind: 'endpoint',
    default: '127.0.0.1:8000',
    description: 'Where announces, scrapes and the statistics are answered; port 0 picks a free one.',
    reason: 'Loopback, because a tracker that strangers can reach is a decision; 8000 is what tracker tutorials use.',
  },
  udp: {
    kind: 'endpoint',
    description:
      'Where announces and scrapes are answered over UDP, at best the address of --http; port 0 picks a free one.',
    reason:
      'Off: it is a second door, to be opened in firewalls apart, and clients use it only where a torrent names it.',
  },
  interval: {
    kind: 'duration',
    default: '30m',
    min: 1_000,
    max: 86_400_000,
    description: 'How long peers are told to wait between two announces.',
    reason: 'What public trackers use. libtorrent waits at least 5 minutes whatever it is told.',
  },
  'min-interval': {
    kind: 'duration',
    default: '1m',
    min: 1_000,
    max: 86_400_000,
    description: 'How long peers are told to wait at the very least; never more than the interval.',
    reason: 'A peer that has run out of peers may ask again soon, yet not without a pause.',
  },
  grace: {
    kind: 'duration',
    default: '1m',
    max: 86_400_000,
    description: 'A peer is forgotten after two intervals without an announce and this time on top.',
    reason: 'One announce may be lost and the next one late: clients spread theirs, and connections take time.',
  },
  numwant: {
    kind: 'count',
    default: '50',
    max: 10_000,
    description: 'Peers in an answer when the client does not say how many it wants.',
    reason: 'BEP 3 names 50 as the usual default.',
  },
  'max-numwant': {
    kind: 'count',
    default: '200',
    max: 10_000,
    description: 'Peers in an answer at most.',
    reason: 'Four times the default: as many as clients ask for, and the answer fits into one read.',
  },
  'max-peers': {
    kind: 'count',
    default: '1000000',
    min: 1,
    max: 100_000_000,
    description: 'Peers of all torrents at most; new ones beyond it are answered, but not stored.',
    reason: 'Bounds memory at some 100 MiB, reserved when the first peer comes and used as others follow.',
  },
  'max-torrents': {
    kind: 'count',
    default: '100000',
    min: 1,
    max: 10_000_000,
    description: 'Torrents at most; peers of new ones beyond it are answered, but not stored.',
    reason: 'Ten peers a torrent when both limits are reached, which is what public trackers see.',
  },
  'tracker-id': {
    kind: 'text',
    placeholder: 'TEXT',
    description: 'An id that clients are given and send back with their next announce.',
    reason: 'None: nothing in Seedbed depends on it, it is for testing clients.',
  },
  'full-scrape': {
    kind: 'flag',
    description: 'Answer a scrape that names no torrent with all of them.',
    reason: 'Off: the answer grows with the number of torrents, and tells what everybody shares.',
  },
  'trust-proxy': {
    kind: 'count',
    default: '0',
    max: 16,
    description: 'Proxies in front of the tracker: so many entries of X-Forwarded-For are believed, from the right.',
    reason: 'None: without a proxy the header is whatever the client wrote.',
  },
  'trust-ip-parameter': {
    kind: 'flag',
    description: 'Believe ip= in announces that come from private or loopback addresses.',
    reason: 'Off: whoever may claim any address can point a swarm at a victim.',
  },
  'max-connections': {
    kind: 'count',
    default: '10000',
    min: 1,
    max: 1_000_000,
    description: 'Connections at the same time; further ones are closed at once.',
    reason: 'Below the usual limit of open files on servers; an announce needs its connection for milliseconds.',
  },
  'request-timeout': {
    kind: 'duration',
    default: '10s',
    min: 100,
    max: 3_600_000,
    description: 'How long a client may take to send a request.',
    reason: 'A request is one packet; who needs ten seconds for it wants to occupy connections.',
  },
  'keep-alive': {
    kind: 'duration',
    default: '5s',
    min: 100,
    max: 3_600_000,
    description: 'How long a connection is kept for a further request.',
    reason: 'Clients that scrape or announce several torrents do it at once; the next announce is half an hour away.',
  },
} as const;
