import { formatDuration, formatRate, formatSize } from '@seedbed/settings';

/** `34.9 s`, `2 m 5 s`: as the command writes it, with the space that print wants. */
export const timeText = (ms: number): string => spaced(formatDuration(ms));

/** `16 MiB`. */
export const sizeText = (bytes: number): string => spaced(formatSize(bytes));

/** `1 MiB/s`. */
export const rateText = (bytes: number): string => spaced(formatRate(bytes));

/** No line ends between a number and its unit. */
const spaced = (text: string): string => text.replace(/(\d)([A-Za-z/]+)/g, '$1\u00a0$2 ').trimEnd();
