import { createReadStream } from 'node:fs';
import { decodeEvent, EventSplitter, type SwarmEvent } from '@seedbed/events';

/** How much of a record could be read, in lines. */
export interface ReadCounts {
  readonly read: number;
  /** Lines that are no events. A last one without its end is none of them: a run that was cut off ends in the middle of one. */
  readonly unreadable: number;
}

/**
 * Reads the events of a record, however long it is.
 *
 * @throws Error when the file can't be read
 */
export async function readEvents(path: string, apply: (event: SwarmEvent) => void): Promise<ReadCounts> {
  const splitter = new EventSplitter();
  let read = 0;
  let unreadable = 0;
  const take = (line: string): boolean => {
    const event = decodeEvent(line);
    if (event === undefined) return false;
    read += 1;
    apply(event);
    return true;
  };
  for await (const text of createReadStream(path, { encoding: 'utf8', highWaterMark: 1024 * 1024 })) {
    for (const line of splitter.push(text)) if (!take(line)) unreadable += 1;
  }
  splitter.end().forEach(take);
  return { read, unreadable: unreadable + splitter.dropped };
}
