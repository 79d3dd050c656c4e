import { constants } from 'node:fs/promises';
import { openFile } from '../open-file.ts';
import { TrackerFileError } from '../tracker-file-error.ts';
import { type InfoHashList, readInfoHashList } from './info-hash-list.ts';

/** Three quarters of a million info hashes with a line end each; a larger file is not what was meant. */
const MAX_BYTES = 32 * 1024 * 1024;

/** @throws TrackerFileError */
export async function readListFile(path: string): Promise<InfoHashList> {
  const read = readInfoHashList(await readText(path));
  if (!read.ok) throw new TrackerFileError(`${path}, line ${read.line}: ${read.problem}`);
  return read.list;
}

async function readText(path: string): Promise<string> {
  try {
    const file = await openFile(path, constants.O_RDONLY);
    try {
      const { size } = await file.stat();
      if (size > MAX_BYTES) throw new TrackerFileError(`${path} has ${size} bytes; a list has ${MAX_BYTES} at most`);
      return await file.readFile('latin1');
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof TrackerFileError) throw error;
    throw new TrackerFileError(`the list ${path} can't be read: ${(error as Error).message}`, { cause: error });
  }
}
