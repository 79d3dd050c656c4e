import { type Command, defineCommand } from '../command.ts';

export const showCommand: Command = defineCommand({
  name: 'show',
  description: 'Show what a torrent holds: info hash, files, pieces, trackers',
  positionals: [{ name: 'torrent', description: 'the .torrent file', required: true }],
  settings: { json: { kind: 'flag', description: 'Print one JSON document', reason: 'People come first.' } },
  examples: [
    ['show ubuntu.torrent', 'as a tree'],
    ['show ubuntu.torrent --json', 'for other programs'],
  ],
  run: async ({ json }, [torrent = ''], context) => (await import('../jobs/show.ts')).show(torrent, json, context),
});
