import { type Parsed, parsed, unreadable } from './parsed.ts';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;
const WRITTEN = /^(\d+(?:\.\d+)?) ?([A-Za-z]*)$/;

const unitLength = (unit: string): number | undefined => {
  const power = UNITS.findIndex((known) => known === (unit === '' ? 'B' : unit));
  return power < 0 ? undefined : 1024 ** power;
};

/** The unit that was probably meant by `kb`, `M`, `gib`: one typing mistake that everybody makes. */
const meantUnit = (unit: string): string | undefined =>
  UNITS.find((known) => known.charAt(0) === unit.charAt(0).toUpperCase() && /^[a-z]?i?b?$/i.test(unit));

/**
 * Reads a size such as `16KiB`, `1.5GiB` or plain bytes.
 * @returns whole bytes, at most 2^53 - 1.
 */
export const parseSize = (text: string): Parsed<number> => {
  const [, digits, unit = ''] = WRITTEN.exec(text.trim()) ?? [];
  const length = unitLength(unit);
  if (digits === undefined || length === undefined) {
    const meant = digits === undefined ? undefined : meantUnit(unit);
    const hint = meant === undefined ? 'write 16KiB, 1MiB, 1.5GiB or plain bytes' : `did you mean ${digits}${meant}?`;
    return unreadable(`'${text}' is not a size; ${hint}`);
  }
  const bytes = Math.round(Number(digits) * length);
  return Number.isSafeInteger(bytes)
    ? parsed(bytes)
    : unreadable(`'${text}' is more bytes than can be counted exactly`);
};

/** Three digits say enough to a reader; a whole number of a unit is written out. */
const shortNumber = (value: number): string => {
  if (Number.isInteger(value)) return String(value);
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
};

/** Writes bytes with the unit that people would choose: `64MiB`, `1.5GiB`, `52.9KiB`. `parseSize` reads it back. */
export const formatSize = (bytes: number): string => {
  let power = 0;
  let value = Math.round(bytes);
  // 1023.7 of a unit would be shown as 1024 of it, which is one of the next.
  while (power < UNITS.length - 1 && Number(shortNumber(value)) >= 1024) {
    value /= 1024;
    power += 1;
  }
  const digits = shortNumber(value);
  return `${digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits}${UNITS[power]}`;
};
