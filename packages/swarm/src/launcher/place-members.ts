import type { PlannedEvent, RunPlan } from '../scenario/run-plan.ts';
import type { NetworkName } from '../scenario/scenario.ts';

/** One process of a run and the peers that it is for. */
export interface HostPlan {
  /** That of its peer where it has one alone. */
  readonly name: string;
  readonly peers: readonly string[];
}

/** What of a machine decides how many processes there are. */
export interface HostRoom {
  readonly processors: number;
  /** Peers for whose connections one process may have enough files open. */
  readonly peersInProcess: number;
}

/** So many peers to a processor have a process each; a process takes some 65 MiB and a tenth of a second to start. */
const ALONE_PER_PROCESSOR = 16;

/**
 * Shares the peers of a run out to processes: to one for each processor where they are many, because each more takes processor
 * time for itself, a fifth with two hundred peers; to more only where a process may not open as many files. What is done to a process as a whole, which is to pause it or to kill it
 * without a word, meets one peer alone: such a peer never shares. A process is in one network namespace.
 */
export function placeMembers(
  { peers, timeline }: RunPlan,
  { processors, peersInProcess }: HostRoom,
  network: NetworkName,
): HostPlan[] {
  const names = peers.map(({ name }) => name);
  const hasOwn = ownProcesses(timeline);
  const areFew = network === 'namespaces' || names.length <= ALONE_PER_PROCESSOR * processors;
  const alone = names.filter((name) => areFew || hasOwn.has(name));
  const shared = names.filter((name) => !areFew && !hasOwn.has(name));
  const count = Math.min(shared.length, Math.max(processors, Math.ceil(shared.length / peersInProcess)));
  return [
    ...alone.map((name) => ({ name, peers: [name] })),
    // In turns, so that no process has all the seeds or all peers of one group.
    ...Array.from({ length: count }, (_, host) => ({
      name: `host-${host + 1}`,
      peers: shared.filter((_name, index) => index % count === host),
    })),
  ];
}

function ownProcesses(timeline: readonly PlannedEvent[]): ReadonlySet<string> {
  return new Set(
    timeline.flatMap(({ action }) => (action.kind === 'pause' || action.kind === 'kill' ? action.peers : [])),
  );
}
