import { createReadStream } from 'node:fs';
import { decodeEvent, EventSplitter, type SwarmEvent } from '@seedbed/events';

/** The events of a record, a batch for each read of the file; lines that are no events are counted. */
export async function readEvents(path: string, apply: (event: SwarmEvent) => void): Promise<{ unreadable: number }> {
  const splitter = new EventSplitter();
  let unreadable = 0;
  const take = (line: string): void => {
    const event = decodeEvent(line);
    if (event === undefined) unreadable += 1;
    else apply(event);
  };
  for await (const text of createReadStream(path, { encoding: 'utf8', highWaterMark: 1024 * 1024 })) {
    for (const line of splitter.push(text)) take(line);
  }
  for (const line of splitter.end()) take(line);
  return { unreadable: unreadable + splitter.dropped };
}
