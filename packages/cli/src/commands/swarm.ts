import { type Command, defineCommand } from '../command.ts';

export const swarmCommand: Command = defineCommand({
  name: 'swarm',
  description: 'Run a whole swarm on this machine and check every byte',
  positionals: [{ name: 'scenario', description: 'a scenario file (not supported yet)', required: false }],
  settings: {
    seeds: {
      kind: 'count',
      default: '1',
      min: 1,
      description: 'Peers that have everything at the start',
      reason: 'One is enough.',
    },
    leeches: {
      kind: 'count',
      default: '8',
      min: 1,
      description: 'Peers that have nothing at the start',
      reason: 'More than the four that one peer feeds at once (BEP 3), and two cores carry them.',
    },
    size: {
      kind: 'size',
      default: '64MiB',
      min: 1,
      description: 'Size of the content that is made up',
      reason: 'Large enough to see the swarm at work, small enough to be done in seconds.',
    },
    file: {
      kind: 'text',
      placeholder: 'PATH',
      description: 'A file or folder of yours to share instead; it is only read',
      reason: 'Made-up content needs nothing from the user.',
    },
    'piece-length': {
      kind: 'size',
      min: 16_384,
      max: 536_870_912,
      powerOfTwo: true,
      description: 'Size of a piece, a power of two from 16KiB on (default: for some 1,000 to 2,000 pieces)',
      reason: 'The best length depends on that of the content.',
    },
    upload: {
      kind: 'rate',
      min: 1_024,
      description: 'Upload limit of each peer (default: unlimited)',
      reason: 'Unlimited costs nothing and shows what the machine can do.',
    },
    download: {
      kind: 'rate',
      min: 1_024,
      description: 'Download limit of each peer (default: unlimited)',
      reason: 'Unlimited costs nothing and shows what the machine can do.',
    },
    fabric: {
      kind: 'choice',
      choices: ['processes', 'virtual'],
      default: 'processes',
      description: 'What carries the peers: processes on loopback, or virtual time (not supported yet)',
      reason: 'Real processes move real bytes.',
    },
    addresses: {
      kind: 'choice',
      choices: ['own', 'shared'],
      description:
        'An address of 127/8 for each peer, or one for all with a port each (default: own where the machine can)',
      reason: 'Peers tell each other apart by address; only Linux can bind all of 127/8.',
    },
    out: {
      kind: 'text',
      placeholder: 'DIR',
      description: "The run's folder (default: runs/TIME-swarm)",
      reason: 'Runs lie side by side, in the order in which they were made.',
    },
    keep: {
      kind: 'flag',
      description: "Keep the peers' content after it was checked",
      reason: 'It is many times the content.',
    },
    'seed-value': {
      kind: 'count',
      default: '1',
      description: 'Number that decides the bytes of made-up content',
      reason: 'The same bytes in every run, so that runs can be compared.',
    },
    'stall-after': {
      kind: 'duration',
      default: '60s',
      min: 1_000,
      description: 'Give up when no download comes forward for this long',
      reason: 'Two rounds of the optimistic unchoke (BEP 3) have passed by then.',
    },
    json: { kind: 'flag', description: 'Print the result as one JSON document', reason: 'People come first.' },
  },
  toCome: { latency: 'shaped links are to come; leave it out for now' },
  examples: [
    ['swarm', 'a tracker, a seed, eight leeches, 64 MiB'],
    ['swarm --file ~/Music --leeches 20', 'your own files'],
    ['swarm --upload 1MiB/s --size 32MiB', 'slow uplinks: watch them trade'],
  ],
  run: async (settings, [scenario], context) => (await import('../jobs/swarm.ts')).swarm(settings, scenario, context),
});
