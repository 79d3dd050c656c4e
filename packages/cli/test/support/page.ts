import type { Page } from '../../src/page.ts';
import { plainPaint } from '../../src/paint.ts';

/** A page without colours. */
export const plainPage = (columns = 80): Page => ({ columns, paint: plainPaint });

/** What colours do to no line is to make it longer: without them it has to fit. */
export const widest = (lines: readonly string[]): number => Math.max(...lines.map((line) => line.length));
