import { createReadStream, existsSync } from 'node:fs';
import { decodeEvent, EventSplitter, type SwarmEvent } from '@seedbed/events';

/**
 * Reads the events of a record, however long it is. Lines that are none are left out: a run that was cut off ends in the
 * middle of one. Where there is no record yet, nothing has happened.
 */
export async function readEvents(path: string, apply: (event: SwarmEvent) => void): Promise<void> {
  if (!existsSync(path)) return;
  const splitter = new EventSplitter();
  const take = (line: string): void => {
    const event = decodeEvent(line);
    if (event !== undefined) apply(event);
  };
  for await (const text of createReadStream(path, { encoding: 'utf8', highWaterMark: 1024 * 1024 })) {
    for (const line of splitter.push(text)) take(line);
  }
  for (const line of splitter.end()) take(line);
}
