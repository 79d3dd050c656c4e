/**
 * Peers as a program of their own, forked by a launcher: the configuration as JSON in the first argument, commands and
 * how the peers go on over the IPC channel, events as NDJSON on file descriptor 3. It leaves on SIGTERM, SIGINT, and when
 * the channel closes.
 */
import { runHost } from './host/run-host.ts';

await runHost(process.argv[2]);
