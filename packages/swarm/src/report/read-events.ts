import { createReadStream } from 'node:fs';
import { type ReadCounts, RecordReader, type SwarmEvent } from '@seedbed/events';

/**
 * Reads the events of a record, however long it is.
 *
 * @throws Error when the file can't be read
 */
export async function readEvents(path: string, apply: (event: SwarmEvent) => void): Promise<ReadCounts> {
  const reader = new RecordReader(apply);
  for await (const text of createReadStream(path, { encoding: 'utf8', highWaterMark: 1024 * 1024 })) reader.push(text);
  reader.end();
  return reader.counts;
}
