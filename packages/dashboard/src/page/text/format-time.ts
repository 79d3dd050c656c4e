/** A moment of a run, ms since its beginning, as on a stopwatch: `0:07.2`, `12:30.0`, `1:02:03.5`. */
export function formatMoment(ms: number): string {
  const tenths = Math.max(0, Math.round(ms / 100));
  const seconds = ((tenths % 600) / 10).toFixed(1).padStart(4, '0');
  const minutes = Math.floor(tenths / 600);
  if (minutes < 60) return `${minutes}:${seconds}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${seconds}`;
}

/** The label of an axis, seconds: `0`, `2.5 s`, `3 min`, `1 h`. */
export function formatTick(seconds: number): string {
  if (seconds === 0) return '0';
  if (seconds % 3_600 === 0) return `${seconds / 3_600} h`;
  if (seconds >= 60) return seconds % 60 === 0 ? `${seconds / 60} min` : `${(seconds / 60).toFixed(1)} min`;
  return `${seconds} s`;
}
