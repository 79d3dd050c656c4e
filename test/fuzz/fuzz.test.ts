import { openSync, writeSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { keepInput, readCorpus } from './corpus.ts';
import { type FuzzOptions, fuzz } from './fuzz.ts';
import { targets } from './targets/index.ts';

/** Set by `npm run test:fuzz`; without them the same few runs each time, so that no target rots. */
const { FUZZ_TARGET, FUZZ_SEED = '1', FUZZ_RUNS = '400', FUZZ_FROM = '0', FUZZ_MS, FUZZ_INPUT } = process.env;

const seedValue = Number(FUZZ_SEED);
const from = Number(FUZZ_FROM);
const chosen = targets.filter(({ name }) => FUZZ_TARGET === undefined || name === FUZZ_TARGET);

const goesOn = (): FuzzOptions['goesOn'] => {
  if (FUZZ_MS === undefined) return (run) => run < from + Number(FUZZ_RUNS);
  const end = performance.now() + Number(FUZZ_MS) / chosen.length;
  return () => performance.now() < end;
};

/** Where the input that is tried is written to, for whoever ends us when it hangs: its run, its target, its bytes. */
const inputFile = FUZZ_INPUT === undefined ? undefined : openSync(FUZZ_INPUT, 'w');
const keeperOf =
  (target: string, file: number): NonNullable<FuzzOptions['onInput']> =>
  (run, input) => {
    const head = Buffer.from(`${JSON.stringify({ target, run, length: input.length })}\n`);
    writeSync(file, Buffer.concat([head, input]), 0, head.length + input.length, 0);
  };

describe('every decoder of bytes from outside', () => {
  test('has a target of its own name', () => {
    expect(chosen.length).toBeGreaterThan(0);
    expect(new Set(targets.map(({ name }) => name)).size).toBe(targets.length);
  });
});

describe.each(chosen)('$name', (target) => {
  test.each(readCorpus(target.name))('$name', ({ bytes }) => {
    target.run(bytes);
  });

  test('takes something of its corpus', () => {
    expect(readCorpus(target.name).some(({ bytes }) => target.run(bytes))).toBe(true);
  });

  test(`mutations of its corpus, seed value ${seedValue}`, async () => {
    const outcome = await fuzz(target, {
      seedValue,
      from,
      goesOn: goesOn(),
      ...(inputFile !== undefined && { onInput: keeperOf(target.name, inputFile) }),
    });
    if (FUZZ_MS !== undefined) console.info(`${target.name}: ${outcome.runs} runs, ${outcome.taken} inputs taken`);
    const { failure } = outcome;
    if (failure === undefined) return;
    const file = keepInput(target.name, failure.input);
    const again = `npm run test:fuzz -- --target ${target.name} --seed-value ${seedValue} --from ${failure.run} --runs 1`;
    throw new Error(
      `run ${failure.run} fails; its input is ${file}, which runs with every test from now on. Again: ${again}`,
      {
        cause: failure.error,
      },
    );
  });
});
