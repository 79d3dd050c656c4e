import { fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import { EventStream } from './event-stream.ts';
import { EventWriter } from './event-writer.ts';

const EVENTS_FD = 3;

/** The pipe for events, if a launcher gave one: descriptor 3 may also be closed, or be the IPC channel itself. */
export function openEventPipe(): EventWriter | undefined {
  if (!isPipe(EVENTS_FD) || channelDescriptor() === EVENTS_FD) return undefined;
  const pipe = new Socket({ fd: EVENTS_FD, readable: false, writable: true });
  pipe.unref();
  // A launcher that is gone is noticed by the channel that closes.
  return new EventWriter(new EventStream(pipe, () => {}));
}

function isPipe(fd: number): boolean {
  try {
    const stats = fstatSync(fd);
    return stats.isFIFO() || stats.isSocket();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EBADF') return false;
    throw error;
  }
}

/** Not in the types of Node, but there; `channel` is null once it is closed. */
function channelDescriptor(): unknown {
  const { channel } = process;
  return channel && 'fd' in channel ? channel.fd : undefined;
}
