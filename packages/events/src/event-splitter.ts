/** Characters of the longest line that is taken: 200 sources take some 20 thousand. */
const DEFAULT_MAX_LINE = 1024 * 1024;

/**
 * Cuts the text of a pipe or file into lines, whatever chunks it comes in. A line that grows beyond the limit is thrown
 * away as it comes and counted: nothing is lost in silence, and nothing is collected without bounds.
 */
export class EventSplitter {
  readonly #maxLine: number;
  #partial = '';
  /** The line that is being read is already too long. */
  #skipping = false;
  #dropped = 0;

  constructor(maxLine: number = DEFAULT_MAX_LINE) {
    this.#maxLine = maxLine;
  }

  /** Lines that were too long. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Takes the next text and answers the lines that end in it, without their line ends; empty ones are left out. */
  push(text: string): string[] {
    const lines: string[] = [];
    let from = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
      this.#add(text.slice(from, end));
      lines.push(...this.#take());
      from = end + 1;
    }
    this.#add(text.slice(from));
    return lines;
  }

  /** The text has ended: answers the last line, when it has no line end. */
  end(): string[] {
    return this.#take();
  }

  #add(text: string): void {
    if (this.#skipping) return;
    if (this.#partial.length + text.length > this.#maxLine) {
      this.#skipping = true;
      this.#dropped += 1;
      this.#partial = '';
    } else {
      this.#partial += text;
    }
  }

  #take(): string[] {
    const line = this.#partial;
    this.#partial = '';
    this.#skipping = false;
    return line === '' ? [] : [line];
  }
}
