/**
 * One worker of a tracker, forked by a `TrackerWorker` of the first process. It is told what to do over its IPC channel, asks for the store over a second
 * one, and leaves when it is asked to, or when the first one closes: then whoever started it is gone.
 *
 * Signals of a terminal or of a service manager reach all processes, also while this one is still being loaded; in which order
 * they end, and what is read again, is decided by the first one.
 */
let leave: (() => void) | undefined;
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('SIGTERM', () => leave?.());
process.on('disconnect', () => process.exit(0));

const { runWorker } = await import('./run-worker.ts');
leave = runWorker();

export {};
