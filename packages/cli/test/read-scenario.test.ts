import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readScenario } from '../src/jobs/read-scenario.ts';

async function refusalOf(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'seedbed-scenario-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'a.yaml');
  await writeFile(path, text);
  const refusal: unknown = await readScenario(path).catch((error: unknown) => error);
  if (!(refusal instanceof Error)) throw new Error('it was taken');
  return refusal.message.replaceAll(path, 'a.yaml');
}

const SWARM = 'peers: [{ name: seed, role: seed }, { name: leech, role: leech }]\n';

test('of many mistakes the first are told, and the others are counted', async () => {
  const lines = (await refusalOf(`${SWARM}expect:\n${'  - all complet\n'.repeat(3_000)}`)).split('\n');
  expect(lines).toHaveLength(21);
  expect(lines[0]).toMatch(
    /^a\.yaml:3:5: expect\[0\]: 'all complet' is not an expectation; did you mean all complete\?$/,
  );
  expect(lines.at(-1)).toBe('a.yaml: 2980 mistakes more');
});

test('a few are told all', async () => {
  expect((await refusalOf(`${SWARM}expect: [${'x, '.repeat(20)}]`)).split('\n')).toHaveLength(20);
});
