import { peerSettings } from '@seedbed/peer/settings';
import { type Command, defineCommand } from '../command.ts';
import { dirSetting, filesSetting, forceSetting } from './daemon-flags.ts';

export const peerCommand: Command = defineCommand({
  name: 'peer',
  description: 'Run a peer: check what is there, download the rest, seed',
  positionals: [
    { name: 'torrents', description: 'the .torrent files; none with --control', required: false, many: true },
  ],
  settings: { dir: dirSetting, files: filesSetting, force: forceSetting, ...peerSettings },
  examples: [
    ['peer film.mkv.torrent --dir ~/Downloads', 'until Ctrl-C'],
    [
      'peer a.torrent b.torrent --upload-limit 1MiB/s --torrent-upload-limit 768KiB/s',
      'two torrents behind one address',
    ],
    ['peer film.mkv.torrent --choker bep3 --trace decisions,wire', 'each decision and each message, in words'],
    ['peer --control 127.0.0.1:9000 --dir ~/Downloads', 'torrents come, go and are watched by HTTP'],
  ],
  run: async (settings, torrents, context) => (await import('../jobs/peer.ts')).peer(settings, torrents, context),
});
