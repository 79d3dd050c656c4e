import { nearestName } from '@seedbed/settings';
import type { z } from 'zod';
import { scenarioSchema } from './scenario-schema.ts';

/** Where a fault lies: keys and places in lists, from the root. */
export type Path = readonly PropertyKey[];

/** One fault with the path to it. */
export interface Issue {
  readonly path: Path;
  readonly problem: string;
}

/** What a schema found, in words that name what would be right. */
export function describeIssue(issue: z.core.$ZodIssue): Issue[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(issue.path, key));
  if (isMissing(issue)) {
    return [{ path: issue.path.slice(0, -1), problem: `${String(issue.path.at(-1))} is missing: ${issue.message}` }];
  }
  if (issue.code === 'invalid_union') {
    // The one form that has the right keys is the one that was meant.
    const [meant, ...others] = issue.errors.filter((issues) => issues.every(isInside));
    if (meant !== undefined && others.length === 0) {
      return meant.flatMap((inner) => describeIssue({ ...inner, path: [...issue.path, ...inner.path] }));
    }
  }
  const isNoMap = issue.code === 'invalid_type' && issue.expected === 'object';
  const keys = isNoMap ? `; known are ${keysAt(issue.path).join(', ')}` : '';
  return [{ path: issue.path, problem: `${issue.message}${keys}` }];
}

/** Whether a fault lies in what a key holds, not in the keys themselves. */
function isInside(issue: z.core.$ZodIssue): boolean {
  return issue.path.length > 1 || (issue.path.length === 1 && !isMissing(issue));
}

function isMissing({ code, input, path }: z.core.$ZodIssue): boolean {
  return input === undefined && path.length > 0 && ['invalid_type', 'invalid_value', 'invalid_union'].includes(code);
}

function unknownKey(path: Path, key: string): Issue {
  const known = keysAt(path);
  const near = nearestName(key, known);
  const hint = near === undefined ? `known are ${known.join(', ')}` : `did you mean ${near}?`;
  return { path: [...path, key], problem: `${key} is unknown; ${hint}` };
}

/** The keys that the schema knows at a path: a schema of one key more tells them. */
function keysAt(path: Path): string[] {
  let schema: unknown = scenarioSchema;
  for (const step of path) schema = stepInto(schema, step);
  return shapesOf(schema).flatMap((shape) => Object.keys(shape));
}

function stepInto(schema: unknown, step: PropertyKey): unknown {
  const { element } = definitionOf(schema);
  if (typeof step === 'number') return element;
  return shapesOf(schema).find((shape) => step in shape)?.[String(step)];
}

/** What a schema is made of, behind defaults, refinements and transforms. */
function definitionOf(schema: unknown): Definition {
  const { def = {} } = (schema ?? {}) as { def?: Definition };
  return def.innerType !== undefined || def.in !== undefined ? definitionOf(def.innerType ?? def.in) : def;
}

interface Definition {
  readonly shape?: Record<string, unknown>;
  readonly element?: unknown;
  readonly options?: readonly unknown[];
  readonly innerType?: unknown;
  readonly in?: unknown;
}

function shapesOf(schema: unknown): Record<string, unknown>[] {
  const { shape, options = [] } = definitionOf(schema);
  return shape === undefined ? options.flatMap(shapesOf) : [shape];
}
