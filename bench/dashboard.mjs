// What the page of a live run costs and how smooth it is: `npm run bench:dashboard`, in headless Chromium.
//
// Frames: the swarm view of a live run of 100 peers, the browser on one core. Cost: processor time of the launcher of such a
// run with a page open and without one, in turn. Memory: of the launcher and of the page, both after a collection of
// garbage, each minute of a run that moves all the time.
//
//   --only WORD      frames, cost or memory
//   --peers N        of the runs of frames and cost (100)
//   --seconds N      how long frames are counted, and runs take whose processor time is taken (30)
//   --pairs N        runs with a page and without one (4)
//   --minutes N      how long memory is looked at (10)
//   --trace WHAT     of the run whose memory is looked at: none leaves the decisions out, which take most of a page's memory
import { parseArgs } from 'node:util';
import { measureCost } from './dashboard/cost.mjs';
import { countFrames } from './dashboard/frames.mjs';
import { watchMemory } from './dashboard/memory.mjs';
import { closeAll } from './dashboard/shown-run.mjs';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    peers: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '30' },
    pairs: { type: 'string', default: '4' },
    minutes: { type: 'string', default: '10' },
    trace: { type: 'string' },
  },
});
const [peers, seconds, pairs, minutes] = [values.peers, values.seconds, values.pairs, values.minutes].map(Number);
const cases = { frames: countFrames, cost: measureCost, memory: watchMemory };
const wanted = values.only === undefined ? Object.keys(cases) : [values.only];
if (
  !([seconds, pairs, minutes].every((number) => number >= 1) && peers >= 2 && wanted.every((name) => name in cases))
) {
  process.stderr.write('bench: --only is frames, cost or memory; the others are numbers from 1 on, peers from 2 on\n');
  process.exit(2);
}
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => closeAll().then(() => process.exit(130)));
try {
  for (const name of wanted) {
    process.stdout.write(`\n## ${name}\n`);
    await cases[name]({
      peers,
      seconds,
      pairs,
      minutes,
      trace: values.trace,
      tell: (row) => process.stdout.write(`${row}\n`),
    });
  }
} finally {
  await closeAll();
}
