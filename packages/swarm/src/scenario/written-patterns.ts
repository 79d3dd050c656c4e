/**
 * How values with units are written, as editors are told it (patterns of JSON Schema). They let through whatever the
 * parsers of `settings` take, and nothing of another form.
 */
const NUMBER = '\\d+(?:\\.\\d+)?';
const SIZE = `${NUMBER} ?(?:B|KiB|MiB|GiB|TiB)?`;
/** Some digit that is not 0. */
const ABOVE_ZERO = '(?=.*[1-9])';

export const SIZE_PATTERN: string = `^${ABOVE_ZERO}\\s*${SIZE}\\s*$`;
export const RATE_PATTERN: string = `^unlimited$|^${ABOVE_ZERO}\\s*(?:\\d+|\\s*${SIZE}\\s*/s)\\s*$`;
export const DURATION_PATTERN: string = `^\\s*(?=\\d)${['h', 'm', 's', 'ms'].map((unit) => `(?:${NUMBER}${unit})?`).join('')}\\s*$`;
export const SOME_DURATION_PATTERN: string = DURATION_PATTERN.replace('^', `^${ABOVE_ZERO}`);
export const FREQUENCY_PATTERN: string = `^${ABOVE_ZERO}\\s*${NUMBER}/(?:s|min)\\s*$`;
