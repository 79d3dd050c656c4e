import { describe, expect, it } from 'vitest';
import { Gate } from '../src/io/gate.ts';

const never = new AbortController().signal;

/** Something that runs until it is let go. */
const task = () => {
  let finish = (_error?: Error): void => {};
  const begun: string[] = [];
  const end = new Promise<void>((resolve, reject) => {
    finish = (error) => (error === undefined ? resolve() : reject(error));
  });
  return {
    begun,
    finish,
    run: async (): Promise<string> => {
      begun.push('begun');
      await end;
      return 'done';
    },
  };
};

describe('Gate', () => {
  it('lets so many in at once, and the next one when one leaves, in order', async () => {
    const gate = new Gate(2);
    const tasks = Array.from({ length: 4 }, task);
    const runs = tasks.map(({ run }) => gate.run(run, never));
    const begun = () => tasks.map((one) => one.begun.length);
    await Promise.resolve();
    expect(begun()).toEqual([1, 1, 0, 0]);
    tasks[1]?.finish();
    expect(await runs[1]).toBe('done');
    expect(begun()).toEqual([1, 1, 1, 0]);
    tasks[0]?.finish(new Error('broken'));
    await expect(runs[0]).rejects.toThrow('broken');
    expect(begun()).toEqual([1, 1, 1, 1]);
    for (const { finish } of tasks) finish();
    await Promise.all(runs.slice(2));
    expect(await gate.run(async () => 'free again', never)).toBe('free again');
  });

  it('is left by who does not want in any more', async () => {
    const gate = new Gate(1);
    const [inside, impatient, next] = [task(), task(), task()];
    const runs = [gate.run(inside.run, never)];
    const controller = new AbortController();
    const refused = gate.run(impatient.run, controller.signal);
    runs.push(gate.run(next.run, never));
    controller.abort(new Error('enough'));
    await expect(refused).rejects.toThrow('enough');
    await expect(gate.run(impatient.run, controller.signal)).rejects.toThrow('enough');
    inside.finish();
    next.finish();
    await Promise.all(runs);
    expect([impatient.begun, next.begun]).toEqual([[], ['begun']]);
  });
});
