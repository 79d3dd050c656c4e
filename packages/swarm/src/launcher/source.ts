import { mkdir, readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { formatSize } from '@seedbed/settings';
import { messageOf, SwarmFailure } from '../failure.ts';
import type { ContentPlan } from '../swarm-plan.ts';
import { writeGeneratedContent } from './generated-content.ts';

/** What the seeds have. It is read where it lies and never written. */
export interface Source {
  /** The file or folder itself. */
  readonly path: string;
  /** The folder it lies in, which is what a peer is given as its `dir`. */
  readonly dir: string;
}

/** Looks at the user's content before anything is made. */
export const checkSource = async (content: ContentPlan): Promise<void> => {
  if (content.kind === 'generated') return;
  const { path } = content;
  try {
    const found = await stat(path);
    if (found.isDirectory()) await readdir(path);
    else if (!found.isFile()) throw new SwarmFailure('content-unreadable', `${path} is neither a file nor a folder`);
    else if (found.size === 0)
      throw new SwarmFailure('content-unreadable', `${path} is empty; there is nothing to share`);
  } catch (error) {
    if (error instanceof SwarmFailure) throw error;
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const text = isMissing ? `there is no file or folder ${path}` : `${path} can't be read: ${messageOf(error)}`;
    throw new SwarmFailure('content-unreadable', text, { cause: error });
  }
};

/** Makes the content, or finds it; `workDir` is a folder of ours. */
export const prepareSource = async (content: ContentPlan, workDir: string, signal: AbortSignal): Promise<Source> => {
  if (content.kind === 'path') {
    // The name of a torrent is that of the file itself, not of a link to it.
    const path = await realpath(content.path);
    return { path, dir: dirname(path) };
  }
  await mkdir(workDir);
  const path = join(workDir, `generated-${formatSize(content.size)}-${content.seedValue}.bin`);
  await writeGeneratedContent(path, content.size, content.seedValue, signal);
  return { path, dir: workDir };
};
