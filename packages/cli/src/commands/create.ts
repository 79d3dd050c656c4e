import { type Command, defineCommand } from '../command.ts';

export const createCommand: Command = defineCommand({
  name: 'create',
  description: 'Make a .torrent file of a file or folder',
  positionals: [{ name: 'path', description: 'the file or folder', required: true }],
  settings: {
    output: {
      kind: 'text',
      alias: 'o',
      placeholder: 'FILE.torrent',
      defaultText: 'PATH.torrent',
      description: 'The file to write',
      reason: 'Beside what it describes, where one looks for it.',
    },
    announce: {
      kind: 'text',
      placeholder: 'http://127.0.0.1:8000/announce',
      repeatable: true,
      defaultText: 'none',
      description: 'URL of the tracker; again for the next tier, URL,URL for several in one tier (BEP 12)',
      reason: 'No tracker is known beforehand.',
    },
    'piece-length': {
      kind: 'size',
      min: 16_384,
      max: 536_870_912,
      powerOfTwo: true,
      defaultText: 'for 1,000 to 2,000 pieces',
      description: 'Size of a piece, a power of two from 16KiB on',
      reason: 'The best length depends on that of the content.',
    },
    name: {
      kind: 'text',
      placeholder: 'NAME',
      defaultText: 'as on disk',
      description: 'What the content is called',
      reason: 'People know it by the name it has.',
    },
    comment: {
      kind: 'text',
      placeholder: 'TEXT',
      defaultText: 'none',
      description: 'A comment for people',
      reason: 'None is needed.',
    },
    private: {
      kind: 'flag',
      description: 'Peers may come from the trackers alone (BEP 27)',
      reason: 'Most torrents are for everybody.',
    },
    force: {
      kind: 'flag',
      description: 'Write over a file that is there already',
      reason: 'What -o names may be precious.',
    },
  },
  examples: [
    ['create film.mkv --announce http://127.0.0.1:8000/announce', 'makes film.mkv.torrent'],
    ['create Music -o m.torrent --announce http://a/announce --announce http://b/announce', 'two tiers'],
  ],
  run: async (settings, [path = ''], context) => (await import('../jobs/create.ts')).create(settings, path, context),
});
