import { peerSettings } from '@seedbed/peer/settings';
import { type Command, defineCommand } from '../command.ts';
import { dirSetting, filesSetting, forceSetting } from './daemon-flags.ts';

export const getCommand: Command = defineCommand({
  name: 'get',
  description: 'Download a torrent, verify it, and leave; or one piece of it, byte by byte',
  positionals: [{ name: 'torrent', description: 'the .torrent file', required: true }],
  settings: {
    dir: dirSetting,
    files: filesSetting,
    force: forceSetting,
    ...peerSettings,
    'seed-time': {
      kind: 'duration',
      default: '0s',
      description: 'Stay and serve for this long once everything is verified',
      reason: 'The command is done when the content is there.',
    },
    'seed-ratio': {
      kind: 'ratio',
      defaultText: 'none',
      description:
        'Stay and serve until so many times the content was sent; with --seed-time until the first of both is reached',
      reason: 'The command is done when the content is there.',
    },
    piece: {
      kind: 'count',
      defaultText: 'all of them',
      description: 'Fetch this piece alone, from one peer, and show every message; counted from 0',
      reason: 'Most people want all of it.',
    },
    json: {
      kind: 'flag',
      description: 'Print one JSON document',
      reason: 'People come first.',
    },
    'stall-after': {
      kind: 'duration',
      default: '5m',
      description: 'Give up when nothing has arrived for this long; 0s waits for ever',
      reason: 'Ten rounds of the optimistic unchoke (BEP 3): who is ever to be served has been by then.',
    },
  },
  examples: [
    ['get film.mkv.torrent --dir ~/Downloads', 'exit status 0 only when every byte is there and right'],
    ['get film.mkv.torrent --connect 127.0.0.1:6881', 'from a peer that no tracker names'],
    ["get album.torrent --files 2,5-7 --files '*.jpg'", 'some of its files; the rest can be had later in the same way'],
    ['get film.mkv.torrent --choker bep3 --trace decisions', 'why each peer is choked and each piece picked'],
    ['get film.mkv.torrent --control 127.0.0.1:9000', 'watched by HTTP: curl http://127.0.0.1:9000/api/torrents'],
    ['get film.mkv.torrent --piece 0', 'one piece, into film.mkv.piece-0, and every message on the wire'],
  ],
  run: async (settings, [torrent = ''], context) =>
    settings.piece === undefined
      ? (await import('../jobs/get.ts')).get(settings, torrent, context)
      : (await import('../jobs/get-piece.ts')).getPiece(settings, settings.piece, torrent, context),
});
