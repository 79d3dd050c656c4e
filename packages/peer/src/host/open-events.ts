import { fstatSync } from 'node:fs';
import { EventPipe } from '../io/event-pipe.ts';
import { systemCode } from '../io/storage/storage-error.ts';

const EVENTS_FD = 3;

/** The pipe for events, if the launcher gave one: descriptor 3 may also be closed, or be the IPC channel itself. */
export function openEvents(): EventPipe | undefined {
  try {
    const stats = fstatSync(EVENTS_FD);
    const isPipe = stats.isFIFO() || stats.isSocket();
    return isPipe && channelDescriptor() !== EVENTS_FD ? new EventPipe(EVENTS_FD) : undefined;
  } catch (error) {
    if (systemCode(error) === 'EBADF') return undefined;
    throw error;
  }
}

/** Not in the types of Node, but there; `channel` is null once it is closed. */
function channelDescriptor(): unknown {
  const { channel } = process;
  return channel && 'fd' in channel ? channel.fd : undefined;
}
