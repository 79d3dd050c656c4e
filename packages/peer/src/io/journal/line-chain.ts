import { hash } from 'node:crypto';

/** Hexadecimal digits of a check: with 64 bits, chance never makes one. */
const CHECK_LENGTH = 16;

const checkOf = (before: string, text: string): string => hash('sha1', before + text, 'hex').slice(0, CHECK_LENGTH);

/**
 * Writes lines of which each begins with a check of its text and of all lines before it. So whatever becomes of the file,
 * what can be read of it is the beginning of what was written: no line of it is torn, changed, left out or out of its turn.
 */
export class LineChain {
  #check = '';

  /** The next line, with its end. @param text without a line break */
  line(text: string): string {
    this.#check = checkOf(this.#check, text);
    return `${this.#check} ${text}\n`;
  }
}

/** The texts of a chain's lines, up to the first that is not as it was written. */
export function* readChain(file: string): Generator<string> {
  let check = '';
  for (let begin = 0, end = file.indexOf('\n'); end >= 0; begin = end + 1, end = file.indexOf('\n', begin)) {
    const text = file.slice(begin + CHECK_LENGTH + 1, end);
    check = checkOf(check, text);
    if (file.slice(begin, begin + CHECK_LENGTH + 1) !== `${check} `) return;
    yield text;
  }
}
