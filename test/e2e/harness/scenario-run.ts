import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeEvent, type SwarmEvent } from '@seedbed/events';
import type { RunSummary } from '@seedbed/swarm';
import { type Running, start } from './seedbed.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** What a run of a scenario left. */
export interface Left {
  readonly status: number | string;
  readonly stdout: string;
  readonly stderr: string;
  readonly summary: RunSummary;
  /** Of all peers, the tracker and the launcher, in order of time. */
  readonly events: readonly SwarmEvent[];
  readonly timeline: string;
}

/** A scenario that runs, from its text. */
export interface ScenarioRun {
  readonly swarm: Running;
  readonly out: string;
  /** Waits for its end, after which nothing of it may be left. */
  ends(): Promise<Left>;
}

/** Starts a scenario. */
export const startScenario = (text: string, ...flags: readonly string[]): ScenarioRun => {
  const dir = temporaryFolder();
  const file = join(dir, 'scenario.yaml');
  const out = join(dir, 'run');
  writeFileSync(file, text);
  const swarm = start(['swarm', file, '--out', out, ...flags]);
  return {
    swarm,
    out,
    ends: async () => {
      const ended = await swarm.ends();
      await swarm.nothingLeft(0);
      const read = (name: string): string => readFileSync(join(out, name), 'utf8');
      return {
        ...ended,
        summary: JSON.parse(read('summary.json')),
        events: read('events.ndjson')
          .trimEnd()
          .split('\n')
          .map(decodeEvent)
          .filter((event) => event !== undefined),
        timeline: read('timeline.json'),
      };
    },
  };
};

/** Runs a scenario to its end. */
export const runScenarioText = (text: string, ...flags: readonly string[]): Promise<Left> =>
  startScenario(text, ...flags).ends();

/** What the launcher did, each with whom it did it to, in order. */
export const deedsIn = (events: readonly SwarmEvent[]): string[] =>
  events.flatMap((event) => (event.type === 'run-action' ? [[event.action, ...event.peers].join(' ')] : []));
