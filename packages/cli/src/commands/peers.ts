import { type Command, defineCommand } from '../command.ts';

export const peersCommand: Command = defineCommand({
  name: 'peers',
  description: 'Ask the trackers of a torrent for peers, and see the question and the answer',
  positionals: [{ name: 'torrent', description: 'the .torrent file', required: true }],
  settings: {
    tracker: {
      kind: 'text',
      placeholder: 'http://127.0.0.1:8000/announce',
      defaultText: 'those of the torrent',
      description: 'Ask this tracker, whatever the torrent names',
      reason: 'The trackers of the torrent know its peers.',
    },
    long: {
      kind: 'flag',
      description: 'Ask for peers in dictionaries with their ids, so that their clients have names (compact=0)',
      reason: 'The short form is what everybody uses (BEP 23).',
    },
    numwant: {
      kind: 'count',
      max: 10_000,
      default: '50',
      description: 'How many peers to ask for',
      reason: 'What trackers answer when they are asked for no number.',
    },
    port: {
      kind: 'count',
      max: 65_535,
      default: '0',
      description: 'The port that we say we listen on',
      reason: 'Nobody listens here, so nobody shall be sent here; some trackers refuse 0 and want another.',
    },
    timeout: {
      kind: 'duration',
      min: 1,
      default: '20s',
      description: 'How long to wait for the answer of each tracker',
      reason: 'Over UDP a question that was lost is sent again after 15 s (BEP 15).',
    },
    all: {
      kind: 'flag',
      description: 'Show everything, also of long answers',
      reason: 'A page is read, a book is not.',
    },
    json: { kind: 'flag', description: 'Print one JSON document', reason: 'People come first.' },
  },
  examples: [
    ['peers film.mkv.torrent', 'exit status 0 when a tracker answers'],
    ['peers film.mkv.torrent --long', 'with the names of the clients'],
  ],
  run: async (settings, [torrent = ''], context) =>
    (await import('../jobs/peers.ts')).peers(settings, torrent, context),
});
