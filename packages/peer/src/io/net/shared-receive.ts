import type { OnReadOpts, Socket } from 'node:net';

/** Bytes that are read at once at most. */
const LENGTH = 64 * 1024;

let memory: Uint8Array | undefined;

/**
 * Makes a dialled socket read into one piece of memory that all of them share, in place of new memory for each chunk:
 * what arrives is copied to its place during its `data` event, and a view that is kept longer changes. Node can't do this
 * for sockets that others have dialled.
 *
 * @param socketOf the socket that these options are for
 */
export const sharedReceive = (socketOf: () => Socket): OnReadOpts => {
  memory ??= new Uint8Array(LENGTH);
  return {
    buffer: memory,
    callback: (length, bytes) => {
      socketOf().emit('data', bytes.subarray(0, length));
      return true;
    },
  };
};
