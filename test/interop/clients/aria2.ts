import type { Running } from '../../e2e/harness/seedbed.ts';
import type { Client, Job } from '../client.ts';
import { ask, startForeign } from '../foreign-program.ts';
import { lastWords } from '../program.ts';

/** Its trackers over UDP are a part of its DHT, which here finds nobody: it is told of no node, and knows none of earlier. */
const udpFlags = ({ ip, scratch }: Job): readonly string[] => [
  ...['--enable-dht=true', `--dht-listen-addr=${ip}`, '--dht-listen-port=6881'],
  ...[`--dht-file-path=${scratch}/dht.dat`, '--dht-message-timeout=1'],
];

const start = (job: Job, ...flags: readonly string[]): Running =>
  startForeign('aria2c', [
    ...['--no-conf', '--enable-dht6=false', '--bt-enable-lpd=false', '--enable-peer-exchange=false'],
    ...(job.transport === 'udp' ? udpFlags(job) : ['--enable-dht=false']),
    `--disable-ipv6=${!job.ip.includes(':')}`,
    // An address in place of an interface's name: it listens, dials and announces there and nowhere else.
    ...[`--interface=${job.ip}`, '--listen-port=6881-6999'],
    ...['--seed-ratio=0.0', '--file-allocation=none', '--summary-interval=1', '--console-log-level=notice'],
    ...[`--dir=${job.dir}`, ...flags, job.torrent],
  ]);

/** By Ctrl-C; SIGTERM has it end at once, and no tracker hears of that. */
const leave = async (program: Running): Promise<void> => {
  program.signal('SIGINT');
  await program.ends();
};

/** aria2: a process for each download. */
export const aria2: Client = {
  name: 'aria2',
  network: 'loopback',
  dials: true,
  unable: { udp6: 'it announces over UDP by the socket of its DHT of IPv4 alone' },
  find: () => {
    const [, version] = /^aria2 version (\S+)/.exec(ask('aria2c', '--version') ?? '') ?? [];
    return version === undefined ? { obstacle: 'aria2c is not installed' } : { version };
  },
  startSeed: async (job) => {
    // Without the check it takes the files for what some other program left there, and refuses to write over them.
    const program = start(job, '--check-integrity=true');
    return { missing: () => lastWords(program), stop: () => leave(program) };
  },
  startLeech: async (job) => {
    const program = start(job);
    return {
      missing: () => (/\bSEED\(/.test(program.stdout) ? undefined : lastWords(program)),
      stop: () => leave(program),
    };
  },
};
