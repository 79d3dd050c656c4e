import { messageOf } from '../failure.ts';
import { runProgram } from './run-program.ts';

/** The programs of the system that a run in namespaces needs, by the Debian package that has them. */
const PROGRAMS = [
  ['ip', '-V', 'iproute2'],
  ['tc', '-V', 'iproute2'],
  ['unshare', '--version', 'util-linux'],
  ['nsenter', '--version', 'util-linux'],
  ['setpriv', '--version', 'util-linux'],
] as const;

/** What a run makes of its networks, tried out in one that is gone at once. */
const TRIAL =
  'ip link add swarm type bridge && ip link add end0 type veth peer name end1 && tc qdisc add dev end0 root tbf';
const SHAPE = 'rate 1mbit burst 10k limit 20k';
const DELAY = 'tc qdisc add dev lo root netem delay 1ms';

/**
 * Why this machine can't give each peer a network of its own, in one line with what would be enough; undefined where it
 * can.
 *
 * @param needsDelay links have a latency or lose packets
 */
export async function whyNoNamespaces(needsDelay: boolean): Promise<string | undefined> {
  if (process.platform !== 'linux')
    return 'network namespaces are a part of Linux; leave out network and other clients';
  if (process.getuid?.() !== 0) return 'network namespaces need root; run it with sudo';
  for (const [program, version, debian] of PROGRAMS) {
    if (!(await succeeds([program, version]))) return `${program} is not installed; apt-get install ${debian}`;
  }
  try {
    await runProgram(['unshare', '--net', 'sh', '-c', `${TRIAL} ${SHAPE}`]);
  } catch (error) {
    return `the kernel gives no network with a bridge and tbf: ${messageOf(error)}`;
  }
  if (!needsDelay || (await succeeds(['unshare', '--net', 'sh', '-c', DELAY]))) return undefined;
  return 'the kernel has no sch_netem, which delays and loses packets; leave out latency, jitter and loss';
}

async function succeeds(command: readonly string[]): Promise<boolean> {
  try {
    await runProgram(command);
    return true;
  } catch {
    // What it says is of no more use than that it fails.
    return false;
  }
}
