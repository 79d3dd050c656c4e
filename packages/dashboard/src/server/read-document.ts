import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject, type Json } from './json-field.ts';

/** A run of a thousand peers leaves documents of some hundred kilobytes. */
const LONGEST = 64 * 1024 * 1024;

/** What can be read of one document of a run. */
export interface RunDocument {
  /** Undefined where there is none that can be read: the events tell the most of it. */
  readonly value: Json | undefined;
  /** Why there is none, in one line. */
  readonly trouble: string | undefined;
}

/**
 * Reads one of the documents that stand beside the events of a run.
 *
 * @param keys without which it is not what it should be
 */
export async function readDocument(folder: string, name: string, keys: readonly string[]): Promise<RunDocument> {
  const path = join(folder, name);
  const without = (trouble: string): RunDocument => ({ value: undefined, trouble: `${path} ${trouble}` });
  try {
    if ((await stat(path)).size > LONGEST) return without('is too large for what it should hold');
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (!isObject(value)) return without("can't be read: it is no JSON object");
    const lacking = keys.find((key) => typeof value[key] !== 'object' || value[key] === null);
    return lacking === undefined ? { value, trouble: undefined } : without(`can't be read: it lacks ${lacking}`);
  } catch (error) {
    if (error instanceof SyntaxError) return without("can't be read: it is not JSON");
    const { code, message } = error as NodeJS.ErrnoException;
    return without(code === 'ENOENT' ? 'is missing' : `can't be read: ${code ?? message}`);
  }
}
