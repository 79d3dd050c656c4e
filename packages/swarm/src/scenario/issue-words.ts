import type { z } from 'zod';

/** What a schema that says nothing itself has to say, in words that name what is expected. */
export function issueWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return insteadOf(EXPECTED[issue.expected] ?? issue.expected, issue.input);
    case 'invalid_value':
      return insteadOf(issue.values.map(String).join(' or '), issue.input);
    case 'invalid_union':
      return insteadOf('another kind of value', issue.input);
    case 'too_small':
      return `it is too little; the least is ${issue.minimum}`;
    case 'too_big':
      return `it is too much; the most is ${issue.maximum}`;
    default:
      return undefined;
  }
}

const EXPECTED: Readonly<Record<string, string>> = {
  object: 'keys with their values',
  array: 'a list',
  string: 'text',
  boolean: 'true or false',
  number: 'a number',
  int: 'a whole number',
};

/** What is not there has nothing to be told of. */
function insteadOf(expected: string, input: unknown): string {
  return input === undefined ? `write ${expected}` : `write ${expected}, not ${found(input)}`;
}

const LONGEST = 40;

function found(input: unknown): string {
  if (input === null) return 'nothing';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'object') return 'keys with their values';
  const text = String(input);
  const told = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return typeof input === 'string' ? `'${told}'` : told;
}
