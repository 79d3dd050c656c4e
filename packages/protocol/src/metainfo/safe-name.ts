import { utf8, withoutControls } from '../text.ts';

/** Bytes that the usual file systems take for one name. */
const MAX_NAME_LENGTH = 255;
/** Bytes of an extension worth keeping when a name is shortened. */
const MAX_EXTENSION_LENGTH = 32;

/**
 * A foreign name made into one that is one level of a path and nothing else: no `.` or `..`, no separator, no NUL or
 * other control character, no broken one, not empty, at most 255 bytes. A name that is right comes back as it is.
 */
export function safeName(name: string): string {
  // U+FFFD stands where the bytes were no UTF-8.
  const clean = withoutControls(name, '_').replace(/[/\\\ufffd]/g, '_');
  if (clean === '' || clean === '.') return '_';
  if (clean === '..') return '__';
  return withSuffix(clean, '');
}

/** The name with a suffix before its extension, shortened in front of it to 255 bytes: `a.txt` and ` (2)` give `a (2).txt`. */
export function withSuffix(name: string, suffix: string): string {
  const dot = name.lastIndexOf('.');
  const hasExtension = dot > 0 && utf8(name.slice(dot)).length <= MAX_EXTENSION_LENGTH;
  const stem = hasExtension ? name.slice(0, dot) : name;
  const end = suffix + (hasExtension ? name.slice(dot) : '');
  return shorten(stem, MAX_NAME_LENGTH - utf8(end).length) + end;
}

/** As many whole characters from the beginning as fit into so many bytes of UTF-8. */
function shorten(text: string, maxBytes: number): string {
  if (utf8(text).length <= maxBytes) return text;
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += utf8(character).length;
    if (bytes > maxBytes) break;
    end += character.length;
  }
  return text.slice(0, end);
}
