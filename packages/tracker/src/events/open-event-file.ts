import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Logger } from 'pino';
import { TrackerFileError } from '../tracker-file-error.ts';
import { EventWriter } from './event-writer.ts';

/**
 * Opens a file to which events are added.
 *
 * @throws TrackerFileError when it can't be opened; what goes wrong later is told once in the log.
 */
export async function openEventFile(path: string, log: Logger): Promise<EventWriter> {
  try {
    const file = await open(path, 'a');
    return new EventWriter(createWriteStream(path, { fd: file }), (error) =>
      log.error({}, `the events can't be written any more: ${error.message}`),
    );
  } catch (error) {
    throw new TrackerFileError(`the events can't be written to ${path}: ${(error as Error).message}`, { cause: error });
  }
}
