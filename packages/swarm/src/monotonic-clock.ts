/** Milliseconds of the clock that all processes of this machine share; events carry the same. */
export const monotonicNow = (): number => Number(process.hrtime.bigint()) / 1e6;
