import { Lexer, Parser } from 'yaml';

/** A scenario needs six; a reader that goes down by calling itself ends, far beyond that, with its stack. */
const DEEPEST = 100;

/** Where a YAML text goes too deep, as a place in it; undefined when it does not. */
export function tooDeepAt(text: string): number | undefined {
  const parser = new Parser();
  for (const source of new Lexer().lex(text)) {
    for (const _ of parser.next(source));
    if (parser.stack.length > DEEPEST) return parser.offset;
  }
  return undefined;
}
