/**
 * Ends the process loudly with a fault of our own: an error that no peer, disk or tracker is to blame for. Used where a
 * promise has nobody to reject to.
 */
export const crash = (error: unknown): void => {
  queueMicrotask(() => {
    throw error;
  });
};
