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
/** A process of peers, the tracker and the launcher itself: measured as their share of memory (PSS). */
const MEMORY_OF_PROCESS = 45 * MIB;
/** An engine with its connections and unfinished pieces. */
const MEMORY_OF_PEER = 8 * MIB;
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
  const connections = Math.min(peers.length - 1, mostPeers ?? Number.POSITIVE_INFINITY);
  const crowded = Math.max(...hosts.map((host) => host.peers.length));
  return {
    disk: (copies + (isGenerated ? 1 : 0)) * length,
    memory: (hosts.length + 2) * MEMORY_OF_PROCESS + peers.length * MEMORY_OF_PEER + inMemory * length,
    files: FILES_OF_PROCESS + Math.max(crowded * (connections + FILES_OF_PEER), hosts.length * FILES_OF_CHILD),
  };
}
