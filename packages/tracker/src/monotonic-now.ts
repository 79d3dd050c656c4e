/** The clock that all processes of this machine share, in ms. */
export function monotonicNow(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
