import { describe, expect, test } from 'vitest';
import { Change } from '../../src/launcher/change.ts';
import { inParallel } from '../../src/launcher/in-parallel.ts';

const never = new AbortController().signal;

describe('waiting for a change', () => {
  test('ends at once where it is true already', async () => {
    await new Change().until(() => true, never);
  });

  test('looks again whenever something changes', async () => {
    const change = new Change();
    let count = 0;
    const waiting = change.until(() => count === 2, never);
    count = 1;
    change.tell();
    count = 2;
    change.tell();
    await waiting;
  });

  test('looks once for all that changes in one turn: a crowd tells thousands of events in a second', async () => {
    const change = new Change();
    let looks = 0;
    let count = 0;
    const waiting = change.until(() => {
      looks++;
      return count === 1_000;
    }, never);
    while (count < 1_000) {
      count++;
      change.tell();
    }
    await waiting;
    expect(looks).toBe(2);
  });

  test('ends with the reason of the signal, before and after it began', async () => {
    const reason = new Error('enough');
    await expect(new Change().until(() => true, AbortSignal.abort(reason))).rejects.toBe(reason);
    const controller = new AbortController();
    const waiting = new Change().until(() => false, controller.signal);
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });
});

describe('two tasks in parallel', () => {
  test('give both results', async () => {
    await expect(inParallel(Promise.resolve(1), Promise.resolve('a'), () => {})).resolves.toEqual([1, 'a']);
  });

  test('are both over when one has failed', async () => {
    const end = new AbortController();
    let over = false;
    const slow = new Promise<void>((_, reject) => {
      end.signal.addEventListener('abort', () => {
        over = true;
        reject(new Error('ended'));
      });
    });
    const both = inParallel(Promise.reject(new Error('broken')), slow, () => end.abort());
    await expect(both).rejects.toThrow('broken');
    expect(over).toBe(true);
  });
});
