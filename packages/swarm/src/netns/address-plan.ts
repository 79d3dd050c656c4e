/** The bridge that all namespaces of a run are joined to, in a namespace of its own. */
const BRIDGE = 'swarm';

/** What every member calls its end of the cable to the bridge. */
export const UPLINK = 'eth0';

/** The tracker's address, which is that of the bridge. 198.18.0.0/15 is for tests of networks (RFC 2544). */
export const HUB_IP = '198.18.0.1';

const PREFIX_LENGTH = 15;
const HOSTS_PER_NET = 250;

/** A bridge of Linux has 1,023 ports. */
export const MOST_NAMESPACES = 1_000;

/** The address of the member at `index` of the plan. */
export const memberIp = (index: number): string =>
  `198.18.${1 + Math.floor(index / HOSTS_PER_NET)}.${1 + (index % HOSTS_PER_NET)}`;

/** The bridge's end of the cable to the member at `index`. */
export const portOf = (index: number): string => `port${index + 1}`;

/**
 * What `ip -batch` reads to make the bridge, with a cable to each member.
 *
 * @param namespaces a path to each member's namespace
 */
export const bridgeCommands = (namespaces: readonly string[]): string =>
  lines([
    'link set lo up',
    `link add ${BRIDGE} type bridge`,
    `addr add ${HUB_IP}/${PREFIX_LENGTH} dev ${BRIDGE}`,
    `link set ${BRIDGE} up`,
    ...namespaces.flatMap((path, index) => [
      `link add ${portOf(index)} type veth peer name ${UPLINK} netns ${path}`,
      `link set ${portOf(index)} master ${BRIDGE} up`,
    ]),
  ]);

/** What `ip -batch` reads in the namespace of a member, once its cable is there. */
export const memberCommands = (ip: string): string =>
  lines(['link set lo up', `addr add ${ip}/${PREFIX_LENGTH} dev ${UPLINK}`, `link set ${UPLINK} up`]);

/** A hardware address that nobody has, administered locally. */
const NOWHERE = '02:00:00:00:00:00';

/**
 * What `ip -batch` reads in the namespace of a member that from now on reaches all but `cut`: frames to those go to
 * nobody, so that they are lost without a word, as in a cable that was cut.
 *
 * @param was those that it did not reach before
 */
export const cutCommands = (cut: readonly string[], was: readonly string[]): string =>
  lines([
    ...was.filter((ip) => !cut.includes(ip)).map((ip) => `neigh del ${ip} dev ${UPLINK}`),
    ...cut.map((ip) => `neigh replace ${ip} lladdr ${NOWHERE} dev ${UPLINK} nud permanent`),
  ]);

const lines = (commands: readonly string[]): string => commands.map((command) => `${command}\n`).join('');
