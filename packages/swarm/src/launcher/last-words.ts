const MOST = 8 * 1024;

/** The end of what a process wrote to standard error, for the moment when it has died. */
export class LastWords {
  #text = '';

  push(text: string): void {
    this.#text = (this.#text + text).slice(-MOST);
  }

  /** The last line that says something: of a log line its message, of a stack trace its first line. */
  get line(): string | undefined {
    const lines = this.#text.split('\n').map((line) => line.trim());
    const telling = lines.filter((line) => line !== '' && !/^(at |Node\.js v|\^+$|\}$)/.test(line));
    const error = telling.findLast((line) => /^(Uncaught )?\w*(Error|Exception)\b.*:/.test(line));
    return error ?? messageInLog(telling.at(-1));
  }
}

const messageInLog = (line: string | undefined): string | undefined => {
  if (line === undefined || !line.startsWith('{')) return line;
  try {
    const entry: unknown = JSON.parse(line);
    const words = typeof entry === 'object' && entry !== null && 'msg' in entry ? entry.msg : undefined;
    return typeof words === 'string' ? words : line;
  } catch {
    // Not a log line after all, or the beginning of one was cut off: the text as it is.
    return line;
  }
};
