import { describe, expect, test } from 'vitest';
import { agendaOf } from '../../src/launcher/agenda.ts';
import { isOver } from '../../src/launcher/is-over.ts';
import { Timetable } from '../../src/launcher/timetable.ts';
import { parseScenario } from '../../src/scenario/parse-scenario.ts';
import { planRun } from '../../src/scenario/plan-run.ts';
import type { RunPlan } from '../../src/scenario/run-plan.ts';

const planOf = (text: string): RunPlan => {
  const parsed = parseScenario(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return planRun(parsed.scenario, 1, { length: 1 });
};

const plan = planOf(`
peers:
  - { name: seed, role: seed }
  - { name: late-seed, role: seed, delay: 4s }
  - { name: leech, role: leech, count: 2, arrival: { times: [3s, 0s] } }
timeline:
  - { at: 3s, kill: leech-1 }
  - { at: 1s, pause: leech-1, for: 4s }
  - { at: 6s, restart: leech-1 }
`);

describe('what is to be done in a run', () => {
  test('is in order of time; of one time peers come before anything is done to them', () => {
    const said = agendaOf(plan).map((deed) =>
      deed.kind === 'arrive' ? `${deed.at} ${deed.peer} comes` : `${deed.at} ${deed.action.kind}`,
    );
    expect(said).toEqual([
      '0 leech-1 comes',
      '1000 pause',
      '3000 leech-2 comes',
      '3000 kill',
      '4000 late-seed-1 comes',
      '5000 resume',
      '6000 restart',
    ]);
  });

  test('is done when its time has come, and not before', () => {
    const done: number[] = [];
    const timetable = new Timetable(
      [0, 0, 3_600_000].map((at) => ({ at, kind: 'arrive' as const, peer: `at ${at}` })),
      ({ at }) => done.push(at),
    );
    timetable.begin();
    expect(done).toEqual([0, 0]);
    expect(timetable.toDo.map(({ at }) => at)).toEqual([3_600_000]);
    timetable.close();
    expect(timetable.toDo).toEqual([]);
  });
});

describe('a run is over', () => {
  const leech = (isComplete: boolean, isGone: boolean) => ({ name: 'leech-1', isComplete, isGone });
  const rest = agendaOf(plan).filter(({ at }) => at > 5_000);

  test.each([
    ['when all are complete', leech(true, false), [], true],
    ['not while one is not', leech(false, false), [], false],
    ['when one has gone for good', leech(false, true), [], true],
    ['not when it comes again', leech(false, true), rest, false],
    ['when one that is complete has gone, whatever comes', leech(true, true), rest, true],
  ])('%s', (_, one, toDo, expected) => {
    expect(isOver([{ name: 'leech-2', isComplete: true, isGone: false }, one], toDo)).toBe(expected);
  });
});
