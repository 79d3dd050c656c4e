import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';

const MiB = 1024 * 1024;

/** The work that is measured: one seed serves so many leeches at once. */
const CASES = [
  { name: '1-to-1', size: 1024 * MiB, pieceLength: '256KiB', leeches: 1 },
  { name: 'large-pieces', size: 1024 * MiB, pieceLength: '1MiB', leeches: 1 },
  { name: '1-to-4', size: 256 * MiB, pieceLength: '256KiB', leeches: 4 },
];

/** Enough to see that everything works and nothing is grossly slow. */
const SHORT_CASES = [
  { name: '1-to-1', size: 48 * MiB, pieceLength: '256KiB', leeches: 1 },
  { name: '1-to-4', size: 16 * MiB, pieceLength: '256KiB', leeches: 4 },
];

const usage = (text) => {
  process.stderr.write(`bench: ${text}\n`);
  process.exit(2);
};

const chosen = (what, all, names) => {
  if (names === undefined) return all;
  return names.split(',').map((name) => {
    const found = all.find((one) => one.name === name);
    return found ?? usage(`there is no ${what} ${name}; there are ${all.map((one) => one.name).join(', ')}`);
  });
};

/** The command line; ends the process with 2 when it is wrong. @param clients all that there are */
export function readOptions(clients) {
  try {
    const { values } = parseArgs({
      options: {
        runs: { type: 'string' },
        clients: { type: 'string' },
        cases: { type: 'string' },
        dir: { type: 'string', default: tmpdir() },
        short: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    const runs = Number(values.runs ?? (values.short ? 1 : 5));
    if (!(Number.isInteger(runs) && runs >= 1)) usage('--runs is a count of at least 1');
    return {
      runs,
      dir: values.dir,
      json: values.json,
      createSize: values.short ? 64 * MiB : 1024 * MiB,
      cases: chosen('case', values.short ? SHORT_CASES : CASES, values.cases),
      clients: chosen('client', clients, values.clients),
    };
  } catch (error) {
    return usage(error.message);
  }
}
