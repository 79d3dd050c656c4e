/**
 * Whether a text is as a pattern says, in which `*` stands for any characters, none included, and everything else for
 * itself. The parts between the stars are looked for one after the other, each as early as it can be, so that no pattern
 * takes long.
 */
export const matchesPattern = (pattern: string, text: string): boolean => {
  const [head = '', ...parts] = pattern.split('*');
  const tail = parts.pop();
  if (tail === undefined) return pattern === text;
  if (!text.startsWith(head)) return false;
  let at = head.length;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - tail.length >= at && text.endsWith(tail);
};
