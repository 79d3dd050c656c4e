import { peerSettings } from '@seedbed/peer/settings';
import { type Command, defineCommand } from '../command.ts';
import { dirSetting, forceSetting, policiesToCome } from './daemon-flags.ts';

export const getCommand: Command = defineCommand({
  name: 'get',
  description: 'Download a torrent, verify it, and leave',
  positionals: [{ name: 'torrent', description: 'the .torrent file', required: true }],
  settings: {
    dir: dirSetting,
    force: forceSetting,
    ...peerSettings,
    'seed-time': {
      kind: 'duration',
      default: '0s',
      description: 'Stay and serve for this long once everything is verified',
      reason: 'The command is done when the content is there.',
    },
    'stall-after': {
      kind: 'duration',
      default: '5m',
      description: 'Give up when nothing has arrived for this long; 0s waits for ever',
      reason: 'Ten rounds of the optimistic unchoke (BEP 3): who is ever to be served has been by then.',
    },
  },
  toCome: {
    ...policiesToCome,
    files: 'choosing among the files of a torrent is to come; leave it out',
    'seed-ratio': 'staying until a ratio is reached is to come; use --seed-time',
    piece: 'fetching one piece is to come; leave it out',
  },
  examples: [
    ['get film.mkv.torrent --dir ~/Downloads', 'exit status 0 only when every byte is there and right'],
    ['get film.mkv.torrent --connect 127.0.0.1:6881', 'from a peer that no tracker names'],
  ],
  run: async (settings, [torrent = ''], context) => (await import('../jobs/get.ts')).get(settings, torrent, context),
});
