/** Bytes per second in each direction; `Infinity` for no limit. */
export interface RateLimits {
  readonly upload: number;
  readonly download: number;
}
