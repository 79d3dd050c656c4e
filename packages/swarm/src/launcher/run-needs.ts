import type { RunPlan } from '../scenario/run-plan.ts';
import type { HostPlan } from './place-members.ts';

/** What a run takes of a machine. */
export interface RunNeeds {
  /** Bytes. */
  readonly disk: number;
  readonly memory: number;
  /** Open files of the process that has the most, and of the launcher. */
  readonly files: number;
}

const MIB = 1024 * 1024;
/**
 * A process with one peer, the tracker and the launcher itself. Their share of memory (PSS) at its most, measured with 64 MiB
 * at 8 MiB/s: leeches 52 to 77 MiB, whether their content is in files or synthetic, the seed 94 to 104, the launcher 71 to 93,
 * the tracker 29. What is kept in memory comes on top of that, as it is. The whole of a run of nine was 704 MiB, of which
 * this is 1.3 times as much.
 */
const MEMORY_OF_PROCESS = 80 * MIB;
/**
 * Of a process with many peers besides: what is young in its heap, and what its peers send and check. With what follows it
 * is 1.1 times the share measured with 30 peers in a process (404 MiB; 281 where content is synthetic), 1.4 times that with
 * 100 (447 MiB), and twice that with 500 (944 MiB).
 */
const MEMORY_OF_CROWD = 256 * MIB;
/** An engine with its unfinished pieces, and each of its connections. */
const MEMORY_OF_PEER = 2 * MIB;
const MEMORY_OF_CONNECTION = MIB / 32;
/** Of a process: its program, its pipes, what Node opens. */
const FILES_OF_PROCESS = 40;
/** Of a peer: its port, the tracker, and two files of content at a time. */
const FILES_OF_PEER = 4;
/** Of the launcher for each process: two pipes and a channel. */
const FILES_OF_CHILD = 4;

/** Estimates what a run will take, rather too much than too little. */
export function runNeeds(
  { peers }: RunPlan,
  hosts: readonly HostPlan[],
  {
    length,
    isGenerated,
    mostPeers,
  }: { readonly length: number; readonly isGenerated: boolean; readonly mostPeers: number | undefined },
): RunNeeds {
  // A seed of others has a copy of its own.
  const copies = peers.filter(
    ({ role, client, storage }) => storage === 'file' && (role === 'leech' || client !== 'seedbed'),
  ).length;
  const inMemory = peers.filter(({ storage }) => storage === 'memory').length;
  const connections = connectionsOf(peers.length, mostPeers);
  const crowded = Math.max(...hosts.map((host) => host.peers.length));
  return {
    disk: (copies + (isGenerated ? 1 : 0)) * length,
    memory:
      (hosts.length + 2) * MEMORY_OF_PROCESS +
      hosts.filter((host) => host.peers.length > 1).length * MEMORY_OF_CROWD +
      peers.length * (MEMORY_OF_PEER + connections * MEMORY_OF_CONNECTION) +
      inMemory * length,
    files: FILES_OF_PROCESS + Math.max(crowded * filesOfPeer(connections), hosts.length * FILES_OF_CHILD),
  };
}

/** How many peers of a run one process has room for that may have so many files open; one at least. */
export function peersInProcess(
  peers: number,
  mostPeers: number | undefined,
  files: number = Number.POSITIVE_INFINITY,
): number {
  return Math.max(1, Math.floor((files - FILES_OF_PROCESS) / filesOfPeer(connectionsOf(peers, mostPeers))));
}

const connectionsOf = (peers: number, mostPeers: number | undefined): number =>
  Math.min(peers - 1, mostPeers ?? Number.POSITIVE_INFINITY);

const filesOfPeer = (connections: number): number => connections + FILES_OF_PEER;
