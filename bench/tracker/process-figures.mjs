import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** Seconds of processor time that a process and its children have taken since they began, in the kernel for them too. */
export const processorSeconds = (pid) => {
  // The name, in brackets, may hold spaces; what comes behind it begins with field 3.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  const own = (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  return children.reduce((sum, child) => sum + processorSeconds(child), own);
};

/** Bytes of memory that a process alone is to blame for: its own pages, and its share of those that it shares. */
export const proportionalMemory = (pid) => {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return ['Pss', 'SwapPss'].reduce(
    (sum, name) => sum + 1024 * Number(new RegExp(`^${name}: +(\\d+)`, 'm').exec(rollup)?.[1] ?? 0),
    0,
  );
};

export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
