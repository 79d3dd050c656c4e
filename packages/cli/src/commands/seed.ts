import { peerSettings } from '@seedbed/peer/settings';
import { type Command, defineCommand } from '../command.ts';

export const seedCommand: Command = defineCommand({
  name: 'seed',
  description: 'Share a file or folder; makes its .torrent where there is none',
  positionals: [{ name: 'path', description: 'the file or folder, which is only read', required: true }],
  settings: {
    announce: {
      kind: 'text',
      placeholder: 'http://127.0.0.1:8000/announce',
      repeatable: true,
      defaultText: 'none',
      description: 'URL of the tracker, for a .torrent that is made; again for the next tier (BEP 12)',
      reason: 'No tracker is known beforehand.',
    },
    ...peerSettings,
  },
  examples: [
    ['seed film.mkv --announce http://127.0.0.1:8000/announce', 'makes film.mkv.torrent and shares until Ctrl-C'],
    ['seed film.mkv --choker bep3 --trace decisions', 'BEP 3 to the letter, and why each peer is choked'],
    ['seed film.mkv --control 127.0.0.1:9000', 'watched by HTTP: curl http://127.0.0.1:9000/metrics'],
  ],
  run: async (settings, [path = ''], context) => (await import('../jobs/seed.ts')).seed(settings, path, context),
});
