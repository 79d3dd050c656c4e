import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { formatCount } from '@seedbed/settings';
import { parseScenario, resolvePaths, type Scenario, type ScenarioProblem } from '@seedbed/swarm';
import { explainError } from '../explain-error.ts';
import { failure } from '../problem.ts';
import { readBounded } from '../read-bounded.ts';
import { findScenario } from './find-scenario.ts';

/** Far more than anybody writes by hand. */
const LONGEST = 1024 * 1024;

/** As many mistakes as anybody mends before trying again. */
const MOST_TOLD = 20;

/** A scenario with the text that it was read from. */
export interface ReadScenario {
  readonly scenario: Scenario;
  readonly name: string;
  readonly text: string;
}

/** Reads a scenario file, or one that comes with Seedbed. @throws Problem that names every line that is wrong */
export const readScenario = async (asked: string): Promise<ReadScenario> => {
  const { path, name } = await findScenario(asked);
  const text = await readText(path);
  const parsed = parseScenario(text);
  if (!parsed.ok) {
    throw failure(problemLines(path, parsed.problems).join('\n'));
  }
  const { scenario } = parsed;
  return { scenario: resolvePaths(scenario, pathFrom(dirname(path))), name: scenario.name ?? name, text };
};

const problemLines = (path: string, problems: readonly ScenarioProblem[]): string[] => {
  const lines = problems
    .slice(0, MOST_TOLD)
    .map(({ line, column, field, problem }) =>
      [`${path}:${line}:${column}`, ...(field === '' ? [] : [field]), problem].join(': '),
    );
  const more = problems.length - lines.length;
  return more === 0 ? lines : [...lines, `${path}: ${formatCount(more, 'mistake')} more`];
};

const readText = async (path: string): Promise<string> => {
  try {
    const bytes = await readBounded(path, LONGEST);
    if (bytes.length > LONGEST) throw failure(`${path} is longer than any scenario`);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) throw failure(`${path} is no text in UTF-8`, error);
    throw failure(explainError(error, path).line, error);
  }
};

const pathFrom =
  (folder: string) =>
  (path: string): string =>
    path.startsWith('~/') ? join(homedir(), path.slice(2)) : resolve(folder, path);
