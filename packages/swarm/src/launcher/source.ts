import { mkdir, readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { formatSize } from '@seedbed/settings';
import { messageOf, SwarmFailure } from '../failure.ts';
import type { ScenarioContent } from '../scenario/scenario.ts';
import { writeGeneratedContent } from './generated-content.ts';
import { generatedFiles } from './generated-files.ts';

/** What the seeds have. It is read where it lies and never written. */
export interface Source {
  /** The file or folder itself. */
  readonly path: string;
  /** The folder it lies in, which is what a peer is given as its `dir`. */
  readonly dir: string;
}

/** Looks at the content before anything is made. Answers how many bytes it is, those of links in folders left out. */
export const measureSource = async (content: ScenarioContent): Promise<number> => {
  if (!('path' in content)) return content.size;
  const { path } = content;
  try {
    const size = await sizeOf(path);
    if (size === undefined) throw new SwarmFailure('content-unreadable', `${path} is neither a file nor a folder`);
    if (size === 0) throw new SwarmFailure('content-unreadable', `${path} is empty; there is nothing to share`);
    return size;
  } catch (error) {
    if (error instanceof SwarmFailure) throw error;
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const text = isMissing ? `there is no file or folder ${path}` : `${path} can't be read: ${messageOf(error)}`;
    throw new SwarmFailure('content-unreadable', text, { cause: error });
  }
};

const sizeOf = async (path: string): Promise<number | undefined> => {
  const found = await stat(path);
  if (found.isFile()) return found.size;
  if (!found.isDirectory()) return undefined;
  let size = 0;
  for (const entry of await readdir(path, { withFileTypes: true })) {
    // A torrent does not follow links inside a folder either.
    if (entry.isFile() || entry.isDirectory()) size += (await sizeOf(join(path, entry.name))) ?? 0;
  }
  return size;
};

/** Makes the content, or finds it; `workDir` is a folder of ours. */
export const prepareSource = async (
  content: ScenarioContent,
  seedValue: number,
  workDir: string,
  signal: AbortSignal,
): Promise<Source> => {
  if ('path' in content) {
    // The name of a torrent is that of the file itself, not of a link to it.
    const path = await realpath(content.path);
    return { path, dir: dirname(path) };
  }
  await mkdir(workDir);
  const name = `generated-${formatSize(content.size)}-${seedValue}`;
  if (content.files === 1) {
    const path = join(workDir, `${name}.bin`);
    await writeGeneratedContent(path, content.size, seedValue, signal);
    return { path, dir: workDir };
  }
  const path = join(workDir, name);
  await mkdir(path);
  for (const { name: file, begin, length } of generatedFiles(content.size, content.files)) {
    await writeGeneratedContent(join(path, file), length, seedValue, signal, begin);
  }
  return { path, dir: workDir };
};
