import { describe, expect, it } from 'vitest';
import { completedIn, type Shape, shapes } from './efficiency-shapes.ts';

/** The policies of the daemon by default bring each of these swarms so near to its bound; BEP 3's own do not. */
const MOST: { readonly [Name in keyof typeof shapes]: number } = { equal: 1.12, mixed: 1.1, slowSeed: 1.03 };

describe('the policies by default', () => {
  it.each(Object.entries(shapes) as [keyof typeof shapes, Shape][])('%s: near the bound', (name, shape) => {
    for (const seedValue of [1, 2]) expect(completedIn(shape, seedValue).overBound).toBeLessThan(MOST[name]);
  });

  it('send every piece once before any is repeated', () => {
    const { whenAllOut } = completedIn(shapes.equal, 3);
    expect(whenAllOut).toBeGreaterThanOrEqual(1);
    expect(whenAllOut).toBeLessThanOrEqual(1.02);
  });

  it('leave little of the uplinks of leeches idle', () => {
    expect(completedIn(shapes.equal, 3).idle).toBeLessThan(0.15);
  });

  it('let all complete though the seed leaves when it has sent 1.2 copies', () => {
    expect(completedIn({ ...shapes.equal, seedSends: 1.2 }, 4).completed).toBe(20);
  });

  it('let those who upload more be done first', () => {
    const { meanOf } = completedIn(shapes.mixed, 5);
    expect(meanOf('fast')).toBeLessThan(0.85 * meanOf('slow'));
  });
});
