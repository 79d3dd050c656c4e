import { type Command, defineCommand } from '../command.ts';

export const reportCommand: Command = defineCommand({
  name: 'report',
  description: 'Make the report of a run, or of all its repetitions, anew from the events, or lay runs side by side',
  positionals: [{ name: 'runs', description: 'the folders of one or more runs', required: true, many: true }],
  settings: {
    output: {
      kind: 'text',
      alias: 'o',
      placeholder: 'FILE.html',
      defaultText: 'RUN/report.html; of several runs comparison.html',
      description: 'The page of a comparison',
      reason: 'A comparison belongs to none of its runs.',
    },
    json: { kind: 'flag', description: 'Print the summaries as one JSON document', reason: 'People come first.' },
  },
  examples: [
    ['report runs/2026-11-23T01-40-07-swarm', 'writes report.html and summary.json into the folder'],
    ['report runs/bep3 runs/default -o choker.html', 'the same pictures of both, on the same axes'],
  ],
  run: async (settings, runs, context) => (await import('../jobs/report.ts')).report(settings, runs, context),
});
