/**
 * Milliseconds, with fractions, of the monotonic clock that all processes of a machine share. Read here and nowhere
 * else; everything that decides takes the time as an argument.
 */
export const now = (): number => Number(process.hrtime.bigint()) / 1e6;
