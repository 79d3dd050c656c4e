import { seededRandom } from '../../packages/simulator/src/seeded-random.ts';
import { readCorpus } from './corpus.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { mutate } from './mutate.ts';
import { shrink } from './shrink.ts';

/** Runs between two turns of the event loop: whoever watches us has to hear that we are alive. */
const RUNS_IN_A_TURN = 200;

export interface FuzzOptions {
  readonly seedValue: number;
  /** The first run: each is the same whatever runs before it. */
  readonly from?: number;
  /** Whether there is to be another run. */
  readonly goesOn: (run: number) => boolean;
  /** Told each input before it is tried: of one that hangs, nothing is heard after it. */
  readonly onInput?: (run: number, input: Uint8Array) => void;
}

/** An input that a target fails with, made as short as it can be. */
interface Failure {
  readonly run: number;
  readonly input: Uint8Array;
  readonly error: unknown;
}

export interface FuzzOutcome {
  readonly runs: number;
  /** Runs whose input the decoder took. */
  readonly taken: number;
  readonly failure?: Failure;
}

const errorOf = (target: FuzzTarget, input: Uint8Array): unknown => {
  try {
    target.run(input);
    return undefined;
  } catch (error) {
    return error ?? new Error('nothing was thrown');
  }
};

/** Tries mutations of the corpus until one fails, or there have been enough. */
export async function fuzz(
  target: FuzzTarget,
  { seedValue, from = 0, goesOn, onInput }: FuzzOptions,
): Promise<FuzzOutcome> {
  const corpus = readCorpus(target.name).map(({ bytes }) => bytes);
  const tokens = target.tokens.map((token) => Buffer.from(token, 'latin1'));
  let taken = 0;
  let run = from;
  for (; goesOn(run); run++) {
    const input = mutate({ corpus, tokens, random: seededRandom(Math.imul(seedValue, 0x9e3779b1) + run) });
    onInput?.(run, input);
    try {
      if (target.run(input)) taken++;
    } catch {
      const shortest = shrink(input, (shorter) => errorOf(target, shorter) !== undefined);
      return { runs: run - from + 1, taken, failure: { run, input: shortest, error: errorOf(target, shortest) } };
    }
    if (run % RUNS_IN_A_TURN === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return { runs: run - from, taken };
}
