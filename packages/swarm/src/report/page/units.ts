const SIZES = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** Three digits say enough. */
export function short(value: number): string {
  return Number(value.toPrecision(3)).toString();
}

/** `1.5 MiB`. */
export function sizeText(bytes: number): string {
  const { length, name } = unitOf(bytes);
  return `${short(bytes / length)} ${name}`;
}

/** A unit for an axis of bytes up to `most`, so that its ticks are round numbers of it. */
export function unitOf(most: number): { readonly length: number; readonly name: string } {
  const power = most < 1 ? 0 : Math.min(SIZES.length - 1, Math.floor(Math.log2(most) / 10));
  return { length: 1024 ** power, name: SIZES[power] ?? 'B' };
}

/** `12.3 s`, `2 m 5 s`. */
export function secondsText(seconds: number): string {
  if (seconds < 120) return `${short(seconds)} s`;
  const whole = Math.round(seconds);
  return whole % 60 === 0 ? `${whole / 60} m` : `${Math.floor(whole / 60)} m ${whole % 60} s`;
}

/** A round number from `value` on: the end of an axis. */
export function roundUp(value: number): number {
  if (value <= 0) return 1;
  const unit = 10 ** Math.floor(Math.log10(value));
  return [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].map((step) => step * unit).find((step) => step >= value) ?? value;
}
