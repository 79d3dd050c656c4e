/** Where events go: a file or a pipe. */
export interface EventOutlet {
  /**
   * Takes whole lines; it may take as long as it likes until `hurry` is called. Not called again before it has answered.
   *
   * @returns how many of the lines, the last ones, nobody will ever read.
   */
  write(lines: string): Promise<number>;
  /** From now on what can't be taken soon is given up. */
  hurry(): void;
  /** Frees what it holds. */
  close(): Promise<void>;
}

export function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
