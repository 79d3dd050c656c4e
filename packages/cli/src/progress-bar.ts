import type { Paint } from './paint.ts';

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of `width` cells of which `part` (0 to 1) is filled, to an eighth of a cell. */
export const progressBar = (part: number, width: number, paint: Paint): string => {
  const bounded = Math.min(1, Math.max(0, part));
  const eighths = Math.floor(bounded * width * 8);
  const full = '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8];
  return paint(bounded === 1 ? 'green' : 'cyan', full) + paint('dim', '░'.repeat(width - full.length));
};

/** ` 61%`; 100 % only when nothing is missing. */
export const percent = (part: number): string => `${Math.floor(part * 100)}%`.padStart(4);
