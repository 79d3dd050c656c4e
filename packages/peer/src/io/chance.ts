import { randomFillSync, randomInt } from 'node:crypto';

/** Random numbers in [0, 1). Read here and nowhere else; everything that decides is handed its source. */
export const randomNumber = (): number => Math.random();

/** Random bytes that nobody can foretell. */
export const randomBytes = (length: number): Uint8Array => randomFillSync(new Uint8Array(length));

/** An integer of 0 to 2^32 - 1 that nobody can foretell. */
export const randomUint32 = (): number => randomInt(2 ** 32);

/** The same in random order. */
export const shuffled = <T>(items: readonly T[], random: () => number): T[] => {
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    // Both places are in the list.
    [mixed[last], mixed[other]] = [mixed[other] as T, mixed[last] as T];
  }
  return mixed;
};
