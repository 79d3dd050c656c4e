/** A stretch of time, ms of the clock of events. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** Where a moment lies in a span: 0 at its beginning, 1 at its end, never outside. A span without length begins and ends at once. */
export function fractionOf(span: TimeSpan, t: number): number {
  const length = span.to - span.from;
  return length <= 0 ? 0 : clamp((t - span.from) / length, 0, 1);
}

/** The moment at a fraction of a span; the other way of `fractionOf`. */
export function momentAt(span: TimeSpan, fraction: number): number {
  return span.from + clamp(fraction, 0, 1) * Math.max(0, span.to - span.from);
}

const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 86_400];

/** Round moments for the labels of an axis, seconds since the beginning of the span; at most `most` of them. */
export function tickSeconds(span: TimeSpan, most: number): number[] {
  const seconds = Math.max(0, span.to - span.from) / 1_000;
  const step = STEPS.find((candidate) => seconds / candidate <= most - 1) ?? Math.ceil(seconds / Math.max(1, most - 1));
  const count = Math.floor(seconds / step + 1e-9);
  return Array.from({ length: count + 1 }, (_, i) => Math.round(i * step * 10) / 10);
}

export function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
