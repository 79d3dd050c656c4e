/**
 * How files come to their place on the disk: `sparse`, piece by piece as they arrive, or `full`, all at once beforehand,
 * by writing zeros, so that the disk can't be full later.
 */
export const ALLOCATIONS = ['sparse', 'full'] as const;

export type Allocation = (typeof ALLOCATIONS)[number];
