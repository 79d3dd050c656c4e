/**
 * A peer as a program of its own, forked by a launcher: the configuration as JSON in the first argument, events as
 * NDJSON on file descriptor 3, how it goes on over the IPC channel. It leaves on SIGTERM, SIGINT, and when the channel
 * closes.
 */
import { runPeerProcess } from './peer-process.ts';

await runPeerProcess(process.argv[2]);
