import { describe, expect, it } from 'vitest';
import { CurveRecorder } from '../../src/model/curves.ts';
import { Recording, SwarmModel, sampleSwarm } from '../../src/model/index.ts';
import { header, recordedSwarm } from '../support/recorded-swarm.ts';

const events = recordedSwarm();

describe('the curves of a run', () => {
  const recording = new Recording(header);
  for (const event of events) recording.append(event);
  const { curves } = recording;

  it('are sampled at equal intervals, each with a value for each sample', () => {
    const gaps = curves.times.slice(1).map((time, index) => time - (curves.times[index] ?? 0));
    expect(new Set(gaps)).toEqual(new Set([100]));
    const all = [curves.seeds, curves.leeches, curves.uplinkUse];
    const ofGroups = curves.groups.flatMap(({ completion, download, upload }) => [completion, download, upload]);
    for (const values of [...all, ...ofGroups]) expect(values).toHaveLength(curves.times.length);
  });

  it('end with every leech complete, and a group that came later is nothing before', () => {
    const completion = curves.groups.find(({ group }) => group === 'leech')?.completion ?? [];
    expect(completion[0]).toBe(0);
    expect(completion.at(-1)).toBe(1);
    expect(completion).toEqual(completion.toSorted((a, b) => a - b));
    const added = curves.groups.find(({ group }) => group === 'added')?.completion ?? [];
    expect(new Set(added)).toEqual(new Set([0]));
  });

  it('show how much of their uplinks peers use', () => {
    for (const use of curves.uplinkUse) expect(use).toBeLessThan(2.2);
    expect(Math.max(...curves.uplinkUse)).toBeGreaterThan(0.3);
  });

  it('take no more room for a long run, and go on in coarser steps', () => {
    const model = new SwarmModel(header);
    const long = new CurveRecorder();
    for (let t = 0; t < 4 * 3_600_000; t += 1_000) long.passTo(t, model);
    expect(long.times.length).toBeLessThanOrEqual(2_400);
    expect(long.times.length).toBeGreaterThan(1_000);
    const gaps = long.times.slice(1).map((time, index) => time - (long.times[index] ?? 0));
    expect(new Set(gaps).size).toBe(1);
    expect(long.times.at(-1)).toBeGreaterThan(4 * 3_600_000 - 20_000);
  });

  it('end with the last event, in the figures that are true of that moment', () => {
    const whole = new Recording(header);
    for (const event of events) whole.append(event);
    whole.close();
    whole.close();
    const { head, until } = whole;
    const end = sampleSwarm(head, until);
    expect(whole.curves.times.at(-1)).toBe(until);
    expect(whole.curves.times.at(-2)).toBeLessThan(until);
    expect([whole.curves.seeds.at(-1), whole.curves.leeches.at(-1)]).toEqual([head.seeds, head.leeches]);
    for (const { group, completion } of whole.curves.groups)
      expect(completion.at(-1)).toBe(end.groups.get(group)?.completion);
  });

  it('do not fill a long silence', () => {
    const silent = new CurveRecorder();
    const model = new SwarmModel(header);
    silent.passTo(0, model);
    silent.passTo(1e12, model);
    expect(silent.times).toEqual([0, 1e12]);
  });
});
