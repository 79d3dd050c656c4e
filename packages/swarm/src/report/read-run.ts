import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { messageOf, SwarmFailure } from '../failure.ts';
import type { RunPlan } from '../scenario/run-plan.ts';
import { manifestSchema, planSchema, type RunOrigin, summarySchema, type Testimony } from './run-documents.ts';

/** What a run left beside its events. */
export interface RunDocuments {
  readonly folder: string;
  readonly plan: RunPlan;
  /** Undefined: the run was cut off before it could say how it ended. */
  readonly testimony: Testimony | undefined;
  readonly origin: RunOrigin;
  /** The text of the scenario. */
  readonly scenario: string;
}

/** A run of a thousand peers leaves documents of some hundred kilobytes. */
const LONGEST = 64 * 1024 * 1024;

/**
 * Reads the documents of a run's folder.
 *
 * @throws SwarmFailure when a document is missing or is not what it should be
 */
export async function readRun(folder: string): Promise<RunDocuments> {
  const [plan, testimony, origin, scenario] = await Promise.all([
    readDocument(folder, 'timeline.json', planSchema),
    readDocument(folder, 'summary.json', summarySchema),
    readDocument(folder, 'manifest.json', manifestSchema),
    readText(folder, 'scenario.yaml'),
  ]);
  if (plan === undefined) throw noRun(folder, 'timeline.json');
  if (origin === undefined) throw noRun(folder, 'manifest.json');
  return { folder, plan, testimony, origin, scenario: scenario ?? '' };
}

const noRun = (folder: string, name: string): SwarmFailure =>
  new SwarmFailure('run-unreadable', `${folder} is not the folder of a run: it holds no ${name}`);

async function readDocument<T>(folder: string, name: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const text = await readText(folder, name);
  if (text === undefined) return undefined;
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  throw new SwarmFailure('run-unreadable', `${join(folder, name)} can't be read${where}: ${issue?.message ?? ''}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function readText(folder: string, name: string): Promise<string | undefined> {
  const path = join(folder, name);
  try {
    const { size } = await stat(path);
    if (size > LONGEST) throw new SwarmFailure('run-unreadable', `${path} is too large for what it should hold`);
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof SwarmFailure) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new SwarmFailure('run-unreadable', `${path} can't be read: ${messageOf(error)}`, { cause: error });
  }
}
