/** A text in lines of at most `width` characters, broken between words, but not inside `(BEP 3)`; a word that is longer is cut. */
export const wrap = (text: string, width: number): string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/ (?!\d+\))/)) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (joined.length <= width) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (line.length > width) {
      lines.push(line.slice(0, width));
      line = line.slice(width);
    }
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
};

/** A list with commas in lines of at most `width` characters, broken between its items where it can be. */
export const wrapList = (text: string, width: number): string[] => {
  const lines: string[] = [];
  for (const item of text.split(/(?<=,) /)) {
    const joined = lines.length === 0 ? item : `${lines.at(-1)} ${item}`;
    if (joined.length <= width && lines.length > 0) lines[lines.length - 1] = joined;
    else lines.push(...wrap(item, width));
  }
  return lines;
};

/** A URL, or a line of HTTP, in lines of at most `width` characters, broken before a parameter where it can be. */
export const wrapQuery = (text: string, width: number): string[] => {
  const lines: string[] = [];
  for (const part of text.split(/(?=[?& ])/)) {
    const joined = `${lines.at(-1) ?? ''}${part}`;
    if (joined.length <= width && lines.length > 0) lines[lines.length - 1] = joined;
    else lines.push(...wrap(part.trimStart(), width));
  }
  return lines;
};
