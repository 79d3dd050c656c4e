import { type Parsed, parsed, unreadable } from './parsed.ts';
import { formatSize, parseSize } from './size.ts';

/**
 * Reads a rate such as `512KiB/s`, or plain bytes per second.
 * @returns bytes per second, whole.
 */
export const parseRate = (text: string): Parsed<number> => {
  const written = text.trim();
  const perSecond = written.endsWith('/s');
  const size = parseSize(perSecond ? written.slice(0, -2) : written);
  // A unit without "/s" is a size: somebody may have meant 512 KiB in all.
  if (size.ok && (perSecond || /^\d+$/.test(written))) return parsed(size.value);
  const hint = size.ok ? `did you mean ${written}/s?` : 'write 512KiB/s, 1MiB/s or plain bytes per second';
  return unreadable(`'${text}' is not a rate; ${hint}`);
};

/** Writes bytes per second: `512KiB/s`; no limit at all is `unlimited`. */
export const formatRate = (bytesPerSecond: number): string =>
  bytesPerSecond === Number.POSITIVE_INFINITY ? 'unlimited' : `${formatSize(bytesPerSecond)}/s`;
