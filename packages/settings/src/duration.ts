import { type Parsed, parsed, unreadable } from './parsed.ts';

const UNITS: readonly (readonly [unit: string, milliseconds: number])[] = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
];
const NUMBER = '(\\d+(?:\\.\\d+)?)';
const WRITTEN = new RegExp(`^${UNITS.map(([unit]) => `(?:${NUMBER}${unit})?`).join('')}$`);

/**
 * Reads a time such as `250ms`, `30s`, `5m`, `1h30m`. A bare number is refused: nobody can know its unit.
 * @returns milliseconds.
 */
export const parseDuration = (text: string): Parsed<number> => {
  const written = text.trim();
  const numbers = WRITTEN.exec(written)?.slice(1);
  if (numbers === undefined || written === '') {
    return unreadable(`'${text}' is not a time; ${hintFor(written)}`);
  }
  return parsed(UNITS.reduce((total, [, length], i) => total + Number(numbers[i] ?? 0) * length, 0));
};

const hintFor = (written: string): string => {
  const [, count = '', unit] = /^(\d{1,9})(d?)$/.exec(written) ?? [];
  if (unit === '') return `did you mean ${count}s or ${count}ms?`;
  return unit === 'd' ? `did you mean ${24 * Number(count)}h?` : 'write 250ms, 30s, 5m or 2h';
};

/** Writes milliseconds for people: `250ms`, `1.62s`, `12.3s`, `2m5s`, `1h30m`. `parseDuration` reads it back. */
export const formatDuration = (milliseconds: number): string => {
  if (milliseconds < 999.5) return `${Math.round(milliseconds)}ms`;
  if (milliseconds < 59_950) {
    const seconds = milliseconds / 1_000;
    return `${Number(seconds < 9.995 ? seconds.toFixed(2) : seconds.toFixed(1))}s`;
  }
  const seconds = Math.round(milliseconds / 1_000);
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(seconds / 3_600), 'h'],
    [Math.floor((seconds % 3_600) / 60), 'm'],
    [seconds % 60, 's'],
  ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count}${unit}`)
    .join('');
};
