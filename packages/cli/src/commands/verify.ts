import { type Command, defineCommand } from '../command.ts';

export const verifyCommand: Command = defineCommand({
  name: 'verify',
  description: 'Hash what is there of a torrent and say what is missing or wrong',
  positionals: [{ name: 'torrent', description: 'the .torrent file', required: true }],
  settings: {
    dir: {
      kind: 'text',
      placeholder: 'DIR',
      default: '.',
      description: 'The folder that holds the content',
      reason: 'Where the command is called.',
    },
  },
  examples: [['verify film.mkv.torrent --dir ~/Downloads', 'exit status 0 only when everything is there and right']],
  run: async ({ dir }, [torrent = ''], context) => (await import('../jobs/verify.ts')).verify(torrent, dir, context),
});
