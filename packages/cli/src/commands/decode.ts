import { type Command, defineCommand } from '../command.ts';

export const decodeCommand: Command = defineCommand({
  name: 'decode',
  description: 'Look at bencode, byte by byte: a torrent, or what a tracker answered',
  positionals: [{ name: 'file', description: 'any file of bencode', required: true }],
  settings: {
    all: {
      kind: 'flag',
      description: 'Show everything, also of long strings and lists',
      reason: 'The hashes of a large torrent are thousands of lines.',
    },
    json: { kind: 'flag', description: 'Print one JSON document', reason: 'People come first.' },
  },
  examples: [
    ['decode film.mkv.torrent', 'exit status 0 only when all of it is canonical'],
    ['decode film.mkv.torrent --all --json', 'every byte, for other programs'],
  ],
  run: async (settings, [file = ''], context) => (await import('../jobs/decode.ts')).decode(settings, file, context),
});
