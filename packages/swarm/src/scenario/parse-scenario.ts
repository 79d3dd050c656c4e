import type { Parsed } from '@seedbed/settings';
import { type Document, LineCounter, parseDocument, type YAMLParseError } from 'yaml';
import { checkReferences } from './check-references.ts';
import { describeIssue } from './describe-issue.ts';
import { issueWords } from './issue-words.ts';
import { fieldOf, offsetOf } from './place-of.ts';
import type { Scenario } from './scenario.ts';
import { scenarioSchema } from './scenario-schema.ts';
import { tooDeepAt } from './too-deep.ts';

/** What is wrong with a scenario, and where: lines and columns count from 1. */
export interface ScenarioProblem {
  readonly line: number;
  readonly column: number;
  /** `peers[1].link.upload`; empty for the whole file. */
  readonly field: string;
  /** What is wrong and what would be right. */
  readonly problem: string;
}

export type ParsedScenario =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly problems: readonly ScenarioProblem[] };

/** Anchors may be used, but not to make a file explode. */
const MAX_ALIASES = 100;

/** Reads a scenario from the text of a YAML file. Everything that is wrong is told at once. */
export function parseScenario(text: string): ParsedScenario {
  const deep = tooDeepAt(text);
  if (deep !== undefined) return { ok: false, problems: [tooDeep(text, deep)] };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({ ...place(error.pos[0]), field: '', problem: yamlWords(error) }));
    return { ok: false, problems };
  }
  const root = document.contents;
  const written = plainValue(document);
  if (!written.ok) return { ok: false, problems: [{ line: 1, column: 1, field: '', problem: written.problem }] };
  const result = scenarioSchema.safeParse(written.value ?? {}, { reportInput: true, error: issueWords });
  const issues = result.success ? checkReferences(result.data) : result.error.issues.flatMap(describeIssue);
  if (result.success && issues.length === 0) return { ok: true, scenario: result.data };
  const problems = issues.map(({ path, problem }) => ({
    ...place(offsetOf(root, path)),
    field: fieldOf(path),
    problem,
  }));
  return { ok: false, problems: problems.toSorted((a, b) => a.line - b.line || a.column - b.column) };
}

const YAML_WORDS: { readonly [Code in YAMLParseError['code']]?: string } = {
  MULTIPLE_DOCS: 'a second document begins here; a file holds one scenario, so take this line and what follows it out',
  DUPLICATE_KEY: 'this key is there already; each is written once',
};

const yamlWords = ({ code, message }: YAMLParseError): string => YAML_WORDS[code] ?? message;

function tooDeep(text: string, offset: number): ScenarioProblem {
  const before = text.slice(0, offset).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  return {
    line: before.length,
    column,
    field: '',
    problem: 'lists and keys lie too deep in each other for a scenario',
  };
}

/** The plain value of a document; aliases may lead nowhere, or to too much. */
function plainValue(document: Document): Parsed<unknown> {
  try {
    return { ok: true, value: document.toJS({ maxAliasCount: MAX_ALIASES }) };
  } catch (error) {
    if (error instanceof ReferenceError) return { ok: false, problem: error.message };
    throw error;
  }
}
