import { execFile, execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { processorSeconds } from './process-figures.mjs';

const SCRIPT = fileURLToPath(new URL('announces.lua', import.meta.url));
const CONNECTIONS = 32;

/** Why there can be no load; undefined when there can. */
export const obstacle = () => {
  for (const program of ['wrk', 'taskset']) {
    try {
      execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    } catch {
      return `${program} is not installed (Debian has it)`;
    }
  }
  return undefined;
};

/**
 * Announces as fast as it goes from core 1.
 *
 * @returns {Promise<{ answers: number, perSecond: number, perProcessorSecond: number }>}
 */
export const load = async (server, { torrents, peers }, { seconds, close, from = 0 }) => {
  const script = [torrents, peers, from, close ? 'close' : 'keep'].map(String);
  const url = `http://${server.ip}:${server.port}`;
  const args = ['-c', '1', 'wrk', '-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '-s', SCRIPT, url, '--', ...script];
  const before = processorSeconds(server.pid);
  const { stdout } = await promisify(execFile)('taskset', args);
  const processor = processorSeconds(server.pid) - before;
  if (/Non-2xx/.test(stdout)) throw new Error(`${server.name} did not answer all announces: ${stdout}`);
  const answers = Number(/(\d+) requests in/.exec(stdout)?.[1]);
  // That a server closes without having said so counts as an error of reading, and is none: opentracker always does.
  const errors = /Socket errors: connect (\d+), read \d+, write (\d+), timeout (\d+)/.exec(stdout)?.slice(1) ?? [];
  if (!(answers > 0) || errors.some((count) => Number(count) > answers / 1_000)) {
    throw new Error(`${server.name} was not to be loaded: ${stdout}`);
  }
  return {
    answers,
    perSecond: Number(/Requests\/sec: +([\d.]+)/.exec(stdout)?.[1]),
    perProcessorSecond: answers / processor,
  };
};

/** Lets every peer announce once, for so many seconds at most; resolves with how many did. */
export const fill = async (server, swarms, { atMost, close }) => {
  const total = swarms.torrents * swarms.peers;
  const end = performance.now() + 1_000 * atMost;
  let done = 0;
  while (done < total && performance.now() < end) {
    // The last ones of a run may have been cut off: they are sent again.
    const from = Math.max(0, done - CONNECTIONS);
    done = from + (await load(server, swarms, { seconds: 1, close, from })).answers;
  }
  return Math.min(done, total);
};
