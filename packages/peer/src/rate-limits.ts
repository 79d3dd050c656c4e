/** Bytes per second in each direction as a line counts them, frames with their headers; `Infinity` for no limit. */
export interface RateLimits {
  readonly upload: number;
  readonly download: number;
}
