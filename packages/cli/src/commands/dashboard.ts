import { type Command, defineCommand } from '../command.ts';

export const dashboardCommand: Command = defineCommand({
  name: 'dashboard',
  description: 'Show a recorded run in the browser: play it, stop it, look at any moment of it',
  positionals: [{ name: 'run', description: "the run's folder, below runs/", required: true }],
  settings: {
    listen: {
      kind: 'endpoint',
      default: '127.0.0.1:0',
      description: 'Where the page is served; elsewhere than on loopback everybody who reaches it can see the run',
      reason: 'A free port of this machine, which nobody else can reach.',
    },
  },
  examples: [['dashboard runs/2026-11-23T01-40-07-baseline', 'prints the address to open']],
  run: async ({ listen }, [run = ''], context) =>
    (await import('../jobs/dashboard.ts')).dashboard(run, listen, context),
});
