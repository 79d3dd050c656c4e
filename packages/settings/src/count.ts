import { type Parsed, parsed, unreadable } from './parsed.ts';

/** Reads a whole number, not negative, at most 2^53 - 1. */
export const parseCount = (text: string): Parsed<number> => {
  const value = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value)
    ? parsed(value)
    : unreadable(`'${text}' is not a whole number; write for example 8`);
};
