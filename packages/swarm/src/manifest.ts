import { readFile } from 'node:fs/promises';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import type { RunRequest } from './launcher/run-request.ts';
import { monotonicNow } from './monotonic-clock.ts';

/** What a run was made of: enough to judge it later, and to do it again. */
export interface Manifest {
  readonly seedbed: string;
  readonly node: string;
  readonly machine: {
    readonly platform: string;
    readonly processors: number;
    readonly model: string;
    /** Bytes. */
    readonly memory: number;
  };
  /** The moment at which the run began: by the calendar, and on the clock of the events in ms. */
  readonly startedAt: { readonly date: string; readonly t: number };
  /** What was asked for beside the scenario. */
  readonly request: Omit<RunRequest, 'scenario' | 'text'> & { readonly seedValue: number };
}

const ownVersion = async (): Promise<string> => {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
};

export const describeRun = async ({ scenario, text: _, ...request }: RunRequest): Promise<Manifest> => {
  const processors = cpus();
  return {
    seedbed: await ownVersion(),
    node: process.version,
    machine: {
      platform: `${platform()} ${release()} ${arch()}`,
      processors: processors.length,
      model: processors[0]?.model ?? 'unknown',
      memory: totalmem(),
    },
    startedAt: { date: new Date().toISOString(), t: monotonicNow() },
    request: { ...request, seedValue: scenario.seedValue },
  };
};
