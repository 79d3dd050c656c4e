import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HandsOn, type HandsOnComponents } from '../../src/launcher/hands-on.ts';
import type { Member } from '../../src/launcher/member.ts';
import { HandActionError } from '../../src/launcher/run-watch.ts';
import { parseScenario } from '../../src/scenario/parse-scenario.ts';
import { planRun } from '../../src/scenario/plan-run.ts';
import type { PlannedEvent } from '../../src/scenario/run-plan.ts';

const parsed = parseScenario('peers: [{ name: seed, role: seed }, { name: leech, role: leech, count: 2 }]');
if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
const { peers: planned } = planRun(parsed.scenario, 1, { length: 1 });

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seedbed-hands-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** A swarm that only notes what is done to it; its time has not begun where `time` is undefined. */
const handsOn = (time: number | undefined, network: Partial<HandsOnComponents['network']> = {}) => {
  const done: string[] = [];
  const byHand: PlannedEvent[] = [];
  const join_ = (all: readonly { readonly name: string }[]): Member => ({
    name: all.at(-1)?.name ?? '',
    role: 'leech',
    ip: '127.94.1.1',
  });
  const hands = new HandsOn({
    folder: { contentOf: (name) => join(folder, name) },
    planned,
    setup: { torrent: '', eventLevel: 'block', trace: [], seedValue: 1, mostPeers: undefined },
    network: { tellsPeersApart: true, join: join_, ...network },
    progress: { add: ({ name, ip }) => done.push(`heard of: ${name} at ${ip}`) },
    swarm: {
      byHand,
      timeOfRun: () => {
        if (time === undefined) throw new HandActionError('too early');
        return time;
      },
      act: (action) => byHand.push({ at: time ?? 0, action }),
      add: ({ name, arrival }, { listen }) => done.push(`added: ${name} at ${arrival} ms, ${listen}`),
    },
  });
  return { hands, done };
};

describe('hands on a run', () => {
  test('take a leech in, which has a place and is heard of before it comes', async () => {
    const { hands, done } = handsOn(4_000);
    expect(hands.haveTouched).toBe(false);
    await hands.act({ kind: 'add-leech' });
    await hands.act({ kind: 'add-leech', group: 'leech' });
    expect(done).toEqual([
      'heard of: leech-3 at 127.94.1.1',
      'added: leech-3 at 4000 ms, 127.94.1.1:0',
      'heard of: leech-4 at 127.94.1.1',
      'added: leech-4 at 4000 ms, 127.94.1.1:0',
    ]);
    expect(hands.added.map(({ name }) => name)).toEqual(['leech-3', 'leech-4']);
    expect(hands.haveTouched).toBe(true);
  });

  test('change nothing where a leech comes too early, or has no place', async () => {
    for (const { hands, done } of [handsOn(undefined), handsOn(1, { join: () => undefined })]) {
      await expect(hands.act({ kind: 'add-leech' })).rejects.toThrow(HandActionError);
      expect([done, hands.added, hands.haveTouched]).toEqual([[], [], false]);
    }
    expect(existsSync(join(folder, 'leech-3'))).toBe(false);
  });

  test('tell peers apart by their addresses alone', async () => {
    const partition = { kind: 'partition', sides: [['seed-1'], ['leech-1']] } as const;
    const { hands } = handsOn(1, { tellsPeersApart: false });
    await expect(hands.act(partition)).rejects.toThrow('these share one');
    await hands.act({ kind: 'kill', peers: ['leech-1'] });
    expect(hands.haveTouched).toBe(true);
  });
});
