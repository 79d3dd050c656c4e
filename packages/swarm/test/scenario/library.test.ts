import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../src/scenario/parse-scenario.ts';
import { planRun } from '../../src/scenario/plan-run.ts';

const folder = new URL('../../../../scenarios/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

describe('the scenarios that come with the project', () => {
  it('are there', () => expect(names.length).toBeGreaterThanOrEqual(12));

  it.each(names)('%s can be run, says what it shows and what to look at', (name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    const parsed = parseScenario(text);
    expect(parsed).toMatchObject({ ok: true, scenario: { name: name.replace('.yaml', '') } });
    if (parsed.ok) expect(planRun(parsed.scenario, 1, { length: 1 }).peers.length).toBeGreaterThan(1);
    expect(text).toMatch(/^# What it shows: [\s\S]*\n# What to look at: /);
  });
});
