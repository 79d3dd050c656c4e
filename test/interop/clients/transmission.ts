import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitUntil } from '../../e2e/harness/wait-until.ts';
import type { Client, Job, RunningClient } from '../client.ts';
import { ask, startForeign } from '../foreign-program.ts';
import { type Network, ownIp } from '../network.ts';
import { endProgram, lastWords } from '../program.ts';
import { TransmissionRpc } from './transmission-rpc.ts';

/** @param ip4 where it is controlled, and its peers of IPv4 find it. */
const settingsFor = ({ ip, dir }: Job, ip4: string): Readonly<Record<string, string | boolean>> => ({
  'bind-address-ipv4': ip4,
  ...(ip === ip4 ? {} : { 'bind-address-ipv6': ip }),
  'rpc-bind-address': ip4,
  // Who may control it: by default 127.0.0.1 alone, which is none of the addresses here.
  'rpc-whitelist': '127.*.*.*,198.18.*.*',
  'download-dir': dir,
  'dht-enabled': false,
  'lpd-enabled': false,
  'pex-enabled': false,
  'port-forwarding-enabled': false,
  // It dials over uTP first. With DHT off no packet comes in by itself, and without one it never notices that nobody
  // answers, and never gets round to TCP: one packet in 150 s was all that was seen.
  'utp-enabled': false,
});

/** Longer than its clock, which it sets once in a while, can be behind ours. s */
const CLOCK_STEP = 2;

/** Pauses it, as people do who leave: ended by a signal, 3.00 says nothing to trackers over HTTP. */
const leave = async (rpc: TransmissionRpc): Promise<void> => {
  const [before] = await rpc.torrents();
  const lastAnnounce = before?.lastAnnounce ?? 0;
  // Paused, it says at once that it means to announce nothing, though its word to the tracker is still to go out. What shows
  // that it has is the time of the last announce; it counts whole seconds, so that one has to lie in between.
  await waitUntil(() => (Date.now() / 1000 > lastAnnounce + CLOCK_STEP ? undefined : 'it has just announced'));
  await rpc.call('torrent-stop', {});
  await waitUntil(async () => {
    const [status] = await rpc.torrents();
    if (status?.isQuiet && status.lastAnnounce > lastAnnounce) return undefined;
    return `it has not told its tracker that it leaves: ${status?.text}`;
  });
};

const start = async (job: Job): Promise<RunningClient> => {
  const { ip, scratch, torrent } = job;
  const ip4 = ip.includes(':') ? ownIp('loopback') : ip;
  writeFileSync(join(scratch, 'settings.json'), JSON.stringify(settingsFor(job, ip4)));
  const program = startForeign('transmission-daemon', ['--foreground', '--config-dir', scratch]);
  const rpc = new TransmissionRpc(`http://${ip4}:9091/transmission/rpc`);
  await waitUntil(async () => {
    const reason = await rpc.unreachable();
    return reason === undefined ? undefined : `${reason}; ${lastWords(program)}`;
  });
  await rpc.call('torrent-add', { filename: torrent });
  return {
    missing: async () => {
      const [status] = await rpc.torrents();
      if (status === undefined) return 'it knows no torrent';
      return status.isSeeding ? undefined : status.text;
    },
    stop: async () => {
      await leave(rpc);
      await endProgram(program);
    },
  };
};

const NO_BRACKETS = 'it takes the first colon of [::1] for the one before the port';

const transmissionOn = (network: Network): Client => ({
  name: 'Transmission',
  network,
  // Peers of 127/8 that a tracker names are none to it.
  dials: network === 'test network',
  leavesOutEmptyFiles: true,
  unable: { http6: NO_BRACKETS, udp6: NO_BRACKETS },
  find: () => {
    // --version writes to standard error; the help, whose first line tells it as well, to standard output.
    const [, version] = /Transmission (\S+)/.exec(ask('transmission-daemon', '--help') ?? '') ?? [];
    return version === undefined ? { obstacle: 'transmission-daemon is not installed' } : { version };
  },
  startSeed: start,
  startLeech: start,
});

/** Transmission, the default client of several desktops, as a daemon. */
export const transmission: Client = transmissionOn('loopback');

/** Transmission, where it dials. */
export const transmissionThatDials: Client = { ...transmissionOn('test network'), variant: 'off loopback' };
