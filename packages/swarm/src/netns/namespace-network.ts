import { fileURLToPath } from 'node:url';
import { messageOf, SwarmFailure } from '../failure.ts';
import type { AskHttp, HttpAnswer } from '../launcher/ask-http.ts';
import type { LinkUses } from '../launcher/link-checks.ts';
import type { Member } from '../launcher/member.ts';
import type { OutsideLine, RunNetwork } from '../launcher/run-network.ts';
import type { PlannedPeer } from '../scenario/run-plan.ts';
import { bridgeCommands, HUB_IP, memberCommands, memberIp, portOf, UPLINK } from './address-plan.ts';
import { NamespaceLine } from './namespace-line.ts';
import { NetworkNamespace } from './network-namespace.ts';
import { QueueUse } from './queue-use.ts';
import { QueueWatch } from './queue-watch.ts';
import { runProgram } from './run-program.ts';

const LOOK_EVERY_MS = 200;

/** One member of a run and what is its own. */
interface Place {
  readonly member: Member;
  readonly namespace: NetworkNamespace;
  readonly line: NamespaceLine;
  readonly watches: { readonly upload: QueueWatch | undefined; readonly download: QueueWatch | undefined };
}

/**
 * A network namespace for each member, all joined to a bridge in another one, where the tracker is. Nothing of it is in
 * the machine's own network, nothing has a name, and the kernel takes all of it away when this process has ended.
 */
export class NamespaceNetwork implements RunNetwork {
  readonly tellsPeersApart = true;
  readonly members: readonly Member[];
  readonly tracker: RunNetwork['tracker'] = { ip: HUB_IP, control: '127.0.0.1' };
  readonly #hub: NetworkNamespace;
  readonly #places: ReadonlyMap<string, Place>;
  readonly #looking: NodeJS.Timeout;

  private constructor(hub: NetworkNamespace, places: readonly Place[]) {
    this.#hub = hub;
    this.#places = new Map(places.map((place) => [place.member.name, place]));
    this.members = places.map(({ member }) => member);
    this.#looking = setInterval(() => {
      for (const { watches } of places) {
        watches.upload?.look();
        watches.download?.look();
      }
    }, LOOK_EVERY_MS);
  }

  /**
   * @param onFailure told when a change of a line failed
   * @throws SwarmFailure when the kernel does not give it; nothing is left then
   */
  static async open(
    peers: readonly PlannedPeer[],
    onFailure: (failure: SwarmFailure) => void,
  ): Promise<NamespaceNetwork> {
    const opened: NetworkNamespace[] = [];
    try {
      for (let left = peers.length + 1; left > 0; left -= 1) opened.push(await NetworkNamespace.open());
      const [hub, ...own] = opened;
      if (hub === undefined) throw new Error('invariant violation: no namespace was opened');
      await hub.run(['ip', '-batch', '-'], bridgeCommands(own.map(({ path }) => path)));
      const places = await Promise.all(own.map((namespace, index) => join(peers, index, namespace, hub, onFailure)));
      return new NamespaceNetwork(hub, places);
    } catch (error) {
      await Promise.all(opened.map((namespace) => namespace.close()));
      throw networkFailure(error);
    }
  }

  entryOf(peer: string): readonly string[] {
    return (this.#places.get(peer)?.namespace ?? this.#hub).entry;
  }

  /** Through a program of ours that is where the tracker is, because this process is not. */
  readonly ask: AskHttp = async (question, signal) => {
    const program = new URL(import.meta.resolve('#ask-program'));
    const command = [...this.#hub.entry, process.execPath, fileURLToPath(program), JSON.stringify(question)];
    const answer: HttpAnswer = JSON.parse(await runProgram(command));
    signal.throwIfAborted();
    return answer;
  };

  lineOf(peer: string): OutsideLine | undefined {
    return this.#places.get(peer)?.line;
  }

  get linkUses(): ReadonlyMap<string, LinkUses> {
    return new Map([...this.#places].map(([name, { watches }]) => [name, usesOf(watches)]));
  }

  async close(): Promise<void> {
    clearInterval(this.#looking);
    for (const { line, watches } of this.#places.values()) {
      await line.done();
      await watches.upload?.close();
      await watches.download?.close();
    }
    for (const { namespace } of this.#places.values()) await namespace.close();
    await this.#hub.close();
  }
}

/** Brings a member's namespace to life: its address, its line, and somebody who looks at what leaves by it. */
async function join(
  peers: readonly PlannedPeer[],
  index: number,
  namespace: NetworkNamespace,
  hub: NetworkNamespace,
  onFailure: (failure: SwarmFailure) => void,
): Promise<Place> {
  const peer = peers[index];
  if (peer === undefined) throw new Error('invariant violation: more namespaces than peers');
  const { name, role, link } = peer;
  const member = { name, role, ip: memberIp(index) };
  await namespace.run(['ip', '-batch', '-'], memberCommands(member.ip));
  const port = portOf(index);
  let problem: unknown;
  const line = new NamespaceLine({
    hub,
    own: namespace,
    port,
    onFailure: (error) => {
      problem ??= error;
      onFailure(networkFailure(error));
    },
  });
  line.change(link);
  await line.done();
  if (problem !== undefined) throw problem;
  const watches = {
    upload: Number.isFinite(link.upload) ? new QueueWatch(namespace.entry, UPLINK) : undefined,
    download: Number.isFinite(link.download) ? new QueueWatch(hub.entry, port) : undefined,
  };
  return { member, namespace, line, watches };
}

const usesOf = ({ upload, download }: Place['watches']): LinkUses => ({
  upload: (upload?.use ?? new QueueUse()).use,
  download: (download?.use ?? new QueueUse()).use,
});

const networkFailure = (error: unknown): SwarmFailure =>
  new SwarmFailure('network-failed', `the network of the run: ${messageOf(error)}`, { cause: error });
