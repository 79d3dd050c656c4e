import type { HostMessage } from './host-message.ts';

/** The IPC channel to the launcher; without one everything goes nowhere. */
export const launcherChannel = {
  /** Resolves when it is sent, or can't be. Never rejects: a launcher that has gone is noticed otherwise. */
  tell(message: HostMessage): Promise<void> {
    return new Promise((resolve) => {
      if (process.send === undefined || !process.connected) resolve();
      else process.send(message, undefined, undefined, () => resolve());
    });
  },

  /** Told for everything that comes, in order. */
  listen(onMessage: (message: unknown) => void): void {
    process.on('message', onMessage);
  },

  /** It would keep the process alive. */
  close(): void {
    if (process.connected) process.disconnect();
  },

  /** Resolves when the launcher, or whoever sends signals, wants the process to leave; also when the launcher has gone. */
  askedToLeave(): Promise<void> {
    return new Promise((resolve) => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve());
      if (process.send === undefined) return;
      process.on('disconnect', () => resolve());
      // The launcher may have gone while this program was loaded.
      if (!process.connected) resolve();
    });
  },
};
