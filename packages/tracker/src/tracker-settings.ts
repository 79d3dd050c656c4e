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
  store: {
    kind: 'text',
    placeholder: 'memory|redis://HOST:PORT/DB',
    default: 'memory',
    description: 'Where the swarms are kept: in memory, or in a Redis that several trackers share.',
    reason: 'Memory, because one machine serves more peers than most trackers see, and nothing else has to run.',
  },
  workers: {
    kind: 'count',
    default: '1',
    min: 1,
    max: 64,
    description: 'Processes that answer requests, with one state.',
    reason:
      'One, because one core answers some ten thousand announces per second; more than one per core gain nothing.',
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
  'trusted-proxies': {
    kind: 'text',
    placeholder: 'CIDR',
    repeatable: true,
    description: 'Networks of proxies that are believed instead, as 10.0.0.0/8; may be given several times.',
    reason: 'None: it is for chains of proxies whose length differs. It does not go with --trust-proxy.',
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
  state: {
    kind: 'text',
    placeholder: 'FILE',
    description: 'Keep the swarms in this file, so that they are there again after a restart.',
    reason: 'Off: without it clients announce again within one interval. One tracker a file.',
  },
  'state-interval': {
    kind: 'duration',
    default: '15s',
    min: 100,
    max: 3_600_000,
    description: 'How long the swarms may change before they are written again.',
    reason: 'Writing a million peers takes about a second, so what is lost by a crash is less than 30 s old.',
  },
  'allow-list': {
    kind: 'text',
    placeholder: 'FILE',
    description:
      'Serve only the torrents in this file: an info hash a line, hexadecimal or base32. Read again on SIGHUP.',
    reason: 'Off: a tracker serves whatever is announced.',
  },
  'deny-list': {
    kind: 'text',
    placeholder: 'FILE',
    description: 'Do not serve the torrents in this file, which is written and read again like --allow-list.',
    reason: 'Off: a tracker serves whatever is announced.',
  },
  'announces-per-minute': {
    kind: 'count',
    min: 1,
    max: 1_000_000,
    description: 'Announces of one address in a minute at most (IPv6: of a /64); more are refused.',
    reason: 'Off: many clients may stand behind one address, and only the operator knows how many.',
  },
  events: {
    kind: 'text',
    placeholder: 'FILE',
    description: 'Add every announce to this file, as one line of JSON.',
    reason: 'Off: it grows by some 300 bytes with each announce.',
  },
  fault: {
    kind: 'text',
    placeholder: 'NAME[:ARG][@CHANCE]',
    repeatable: true,
    description:
      'Do something wrong on purpose, to test clients: delay:DUR, refuse, http-500, truncated, malformed, interval:SECONDS, dead-peers:N, self, failure:TEXT; @0.3 behind it: in three of ten answers.',
    reason: 'None: docs/tracker.md tells what each does.',
  },
  'fault-seed': {
    kind: 'count',
    default: '1',
    max: 4_294_967_295,
    description: 'Decides which answers meet a fault that has a chance.',
    reason: 'Always the same, so that a run can be had again.',
  },
  control: {
    kind: 'endpoint',
    description: 'Address where faults are looked at and changed while the tracker runs.',
    reason: 'Off unless it is given; docs/tracker.md tells what it answers.',
  },
  'control-token': {
    kind: 'text',
    placeholder: 'TOKEN',
    description:
      'What requests to the control address must know; needed unless it is on loopback. Better given as SEEDBED_CONTROL_TOKEN or in --config: others can see command lines.',
    reason: 'On loopback none is needed, because only programs of this machine come there.',
  },
} as const;
