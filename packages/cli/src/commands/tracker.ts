import { trackerSettings } from '@seedbed/tracker/settings';
import { type Command, defineCommand } from '../command.ts';

export const trackerCommand: Command = defineCommand({
  name: 'tracker',
  description: 'Run a tracker over HTTP and UDP, with a page of figures',
  positionals: [],
  settings: trackerSettings,
  readsAgain: true,
  examples: [
    ['tracker', 'at http://127.0.0.1:8000/announce, for this machine'],
    ['tracker --http 0.0.0.0:8000', 'for everybody who can reach it'],
    ['tracker --http 0.0.0.0:8000 --udp 0.0.0.0:8000', 'over UDP too'],
    ['tracker --state swarms.state --deny-list denied.txt', 'swarms that outlive it, without some torrents'],
    ['tracker --fault delay:5s@0.3 --fault self', 'to see how a client bears it'],
    ['tracker --workers 2', 'two processes, one state'],
    ['tracker --store redis://127.0.0.1:6379/0', 'one of several trackers that share a Redis'],
  ],
  run: async (settings, _, context) => (await import('../jobs/tracker.ts')).tracker(settings, context),
});
