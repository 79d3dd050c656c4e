import { readlink, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

/** As many links in a row as Linux follows. */
const MAX_LINKS = 40;

/**
 * Where a file really lies, whatever links lead there, also one to a file that is yet to be made. The state is replaced by
 * renaming, which would replace a link by a file and leave the file behind it as it was.
 *
 * @throws errors of the system: a folder that is not there, links in a circle.
 */
export async function statePlace(path: string): Promise<string> {
  let place = path;
  for (let links = 0; links < MAX_LINKS; links += 1) {
    place = join(await realpath(dirname(place)), basename(place));
    const target = await linkTarget(place);
    if (target === undefined) return place;
    place = resolve(dirname(place), target);
  }
  throw new Error(`more than ${MAX_LINKS} links in a row`);
}

async function linkTarget(path: string): Promise<string | undefined> {
  try {
    return await readlink(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // No link, or nothing at all.
    if (code === 'EINVAL' || code === 'ENOENT') return undefined;
    throw error;
  }
}
