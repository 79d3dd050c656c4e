import { type Command, defineCommand } from '../command.ts';

export const handshakeCommand: Command = defineCommand({
  name: 'handshake',
  description: 'Shake hands with one peer and see every byte, and the messages that follow',
  positionals: [
    { name: 'torrent', description: 'the .torrent file', required: true },
    { name: 'peer', description: 'where the peer listens, IP:PORT', required: true },
  ],
  settings: {
    watch: {
      kind: 'duration',
      default: '2s',
      description: 'How long to listen to what follows the handshake',
      reason: 'The bitfield comes at once; more than that has to be waited for.',
    },
    interested: {
      kind: 'flag',
      description: 'Say that we are interested, so that the peer may unchoke us',
      reason: 'Who only looks on takes no unchoke slot away from others.',
    },
    timeout: {
      kind: 'duration',
      min: 1,
      default: '10s',
      description: 'How long to wait for the connection, and then for its handshake',
      reason: 'What clients give each other too.',
    },
    json: { kind: 'flag', description: 'Print one JSON document', reason: 'People come first.' },
  },
  examples: [
    ['handshake film.mkv.torrent 127.0.0.1:6881', 'exit status 0 when both handshakes are right'],
    ['handshake film.mkv.torrent 127.0.0.1:6881 --interested --watch 30s', 'until it is our turn'],
  ],
  run: async (settings, [torrent = '', peer = ''], context) =>
    (await import('../jobs/handshake.ts')).handshake(settings, torrent, peer, context),
});
