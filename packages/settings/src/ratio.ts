import { type Parsed, parsed, unreadable } from './parsed.ts';

/** Reads how many times as much: `1`, `0.5`, `2.25`; not negative. */
export const parseRatio = (text: string): Parsed<number> => {
  const written = text.trim();
  const value = /^\d+(?:\.\d+)?$/.test(written) ? Number(written) : Number.NaN;
  return Number.isFinite(value) ? parsed(value) : unreadable(`'${text}' is not a ratio; write for example 1 or 0.5`);
};
