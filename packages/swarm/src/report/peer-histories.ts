import type { SwarmEvent } from '@seedbed/events';
import { ByteMatrix } from '../analysis/byte-matrix.ts';
import { PeerNames } from '../analysis/peer-names.ts';
import type { PeerSummary } from '../run-summary.ts';
import type { PlannedPeer } from '../scenario/run-plan.ts';
import type { RunClock } from './run-clock.ts';

/** What the launcher found in the files of a peer. */
export interface PeerCheck {
  readonly verified: boolean | null;
  readonly differs: string | null;
}

interface History {
  startedAt?: number;
  firstByteAt?: number;
  completedAt?: number;
  leftAt?: number | undefined;
  wasted?: number;
}

const NOT_CHECKED: PeerCheck = { verified: null, differs: null };

/** What the launcher does to a peer that then is not there any more. */
const ENDS: ReadonlySet<string> = new Set(['kill', 'stop']);

/** What became of each peer of a run, from its events in the order of their times. */
export class PeerHistories {
  readonly #names = new PeerNames();
  readonly #bytes = new ByteMatrix();
  readonly #histories = new Map<string, History>();

  apply(event: SwarmEvent): void {
    this.#names.apply(event);
    const { t, peer } = event;
    switch (event.type) {
      case 'peer-started':
        this.#of(peer).startedAt ??= t;
        this.#of(peer).leftAt = undefined;
        return;
      case 'block':
        this.#of(peer).firstByteAt ??= t;
        return;
      case 'piece':
        this.#of(peer).firstByteAt ??= t;
        this.#bytes.addSources(peer, event.sources, (remote) => this.#names.of(remote));
        return;
      case 'completed':
        this.#of(peer).completedAt ??= t;
        this.#of(peer).wasted ??= event.wasted;
        return;
      case 'disconnected':
        return this.#gaveTo(peer, this.#names.of(event.remote), event.uploaded);
      case 'peer-stopped':
        this.#of(peer).leftAt ??= t;
        return;
      case 'run-action':
        if (ENDS.has(event.action)) for (const name of event.peers) this.#of(name).leftAt ??= t;
        return;
    }
  }

  /** In the order of the plan; those that never came too. */
  summaries(
    peers: readonly PlannedPeer[],
    { start, end }: RunClock,
    checks: ReadonlyMap<string, PeerCheck>,
  ): PeerSummary[] {
    const since = (t: number | undefined): number | null => (t === undefined ? null : t - start);
    const seeds = peers.filter(({ role }) => role === 'seed');
    return peers.map(({ name, group, role, client, arrival }) => {
      const { startedAt, firstByteAt, completedAt, leftAt, wasted = 0 } = this.#histories.get(name) ?? {};
      return {
        ...{ name, group, role, client, arrival },
        startedAt: since(startedAt),
        firstByteAt: since(firstByteAt),
        completedAt: since(completedAt),
        leftAt: leftAt !== undefined && leftAt < end ? since(leftAt) : null,
        sent: this.#bytes.sentBy(name),
        received: this.#bytes.receivedBy(name),
        fromSeeds: seeds.reduce((sum, seed) => sum + this.#bytes.between(seed.name, name), 0),
        wasted,
        ...(checks.get(name) ?? NOT_CHECKED),
      };
    });
  }

  /** Clients of others do not say from whom they got what: ours say what they gave them. */
  #gaveTo(peer: string, remote: string, bytes: number): void {
    if (this.#names.isSilent(remote)) this.#bytes.add(peer, remote, bytes);
  }

  #of(peer: string): History {
    const known = this.#histories.get(peer);
    if (known !== undefined) return known;
    const fresh: History = {};
    this.#histories.set(peer, fresh);
    return fresh;
  }
}
