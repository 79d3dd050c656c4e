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
      description: 'URL of the tracker, for a .torrent that is made; again for the next tier (BEP 12)',
      reason: 'No tracker is known beforehand.',
    },
    ...peerSettings,
  },
  examples: [
    ['seed film.mkv --announce http://127.0.0.1:8000/announce', 'makes film.mkv.torrent and shares until Ctrl-C'],
  ],
  run: async (settings, [path = ''], context) => (await import('../jobs/seed.ts')).seed(settings, path, context),
});
