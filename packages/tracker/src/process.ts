/**
 * The tracker as a program of its own, forked by a launcher. Its settings are one JSON object in the first argument, with the
 * keys and the way of writing of a settings file: `{"http": "127.0.0.1:0", "interval": "30s"}`. It sends
 * `{ type: 'ready', url, urls, address, control }` over the IPC channel, and leaves with status 0 on SIGTERM, on SIGINT, and when the
 * channel closes, which it also does when the launcher is killed. SIGHUP has it read its lists and open its file of events again. Announces go as
 * events to descriptor 3, if that is a pipe, and logs to standard error.
 *
 * Signals are heard before all else is loaded, which takes some tenths of a second: a service that is asked to stop
 * meanwhile leaves with 0 too.
 */
const asked = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => asked.abort());
process.on('disconnect', () => asked.abort());
let onHangup: (() => void) | undefined;
let wasHungUp = false;
process.on('SIGHUP', () => {
  wasHungUp = true;
  onHangup?.();
});

const { runProcess } = await import('./run-process.ts');
process.exit(
  await runProcess(asked.signal, (reload) => {
    onHangup = reload;
    if (wasHungUp) reload();
  }),
);

export {};
