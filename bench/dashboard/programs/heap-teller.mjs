// Stands in a process that is measured: for each SIGUSR2 it collects garbage and says what is left.
import { isMainThread } from 'node:worker_threads';

let count = 0;
if (isMainThread) {
  process.on('SIGUSR2', () => {
    globalThis.gc();
    process.stderr.write(`heap ${count} ${JSON.stringify(process.memoryUsage())}\n`);
    count += 1;
  });
}
