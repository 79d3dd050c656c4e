import { ProcessConfigError } from './config-reader.ts';
import { type HostCommand, type PeerCommand, type PeerEnd, readHostCommand } from './host-command.ts';
import type { HostMessage } from './host-message.ts';
import type { HostResources } from './host-resources.ts';
import { HostedPeer } from './hosted-peer.ts';
import type { PeerProcessConfig } from './peer-process-config.ts';

export interface PeerHostComponents {
  readonly shared: HostResources;
  readonly tell: (message: HostMessage) => void;
}

/** Any number of peers in one process. Each has an address, an engine and a storage of its own, and is told by its name. */
export class PeerHost {
  readonly #components: PeerHostComponents;
  readonly #peers = new Map<string, HostedPeer>();
  #isLeaving = false;

  constructor(components: PeerHostComponents) {
    this.#components = components;
  }

  get peers(): ReadonlyMap<string, HostedPeer> {
    return this.#peers;
  }

  /** Begins with a peer; how that goes is told. */
  start(config: PeerProcessConfig): void {
    const { name } = config;
    if (this.#isLeaving) throw new ProcessConfigError('the process leaves');
    if (this.#peers.has(name)) throw new ProcessConfigError(`there is a peer called "${name}" already`);
    const peer = new HostedPeer(config, {
      shared: this.#components.shared,
      tell: (message) => this.#components.tell({ ...message, peer: name }),
    });
    this.#peers.set(name, peer);
    void peer.begin().then((takesPart) => {
      if (!takesPart && !peer.isLeaving) this.#peers.delete(name);
    });
  }

  /** Does what came over the channel, or tells why not. */
  command(message: unknown): void {
    try {
      this.#do(readHostCommand(message));
    } catch (error) {
      if (!(error instanceof ProcessConfigError)) throw error;
      this.#components.tell({ type: 'refused', ...subjectOf(message), reason: error.message });
    }
  }

  /** All peers leave in order. Resolves when they are gone; takes at most 5 s. */
  async leave(): Promise<void> {
    this.#isLeaving = true;
    await Promise.all([...this.#peers.keys()].map((name) => this.#stop(name, 'order')));
  }

  #do(command: HostCommand): void {
    if (command.type === 'start') return this.start(command.peer);
    const peer = this.#peers.get(command.peer);
    if (peer === undefined) throw new ProcessConfigError(`there is no peer called "${command.peer}"`);
    if (peer.isLeaving && command.type !== 'stop') throw new ProcessConfigError(`"${command.peer}" leaves`);
    this.#tellPeer(peer, command);
  }

  #tellPeer(peer: HostedPeer, command: PeerCommand): void {
    switch (command.type) {
      case 'stop':
        void this.#stop(command.peer, command.how);
        return;
      case 'corrupt':
        peer.faults.isCorrupt = command.on;
        return;
      case 'disk-full':
        peer.faults.isFull = command.on;
        return;
      case 'link':
        return peer.setLink(command.link);
      case 'unreachable':
        return peer.setUnreachable(command.addresses);
    }
  }

  async #stop(name: string, how: PeerEnd): Promise<void> {
    const peer = this.#peers.get(name);
    await peer?.leave(how);
    if (peer === undefined || this.#peers.get(name) !== peer) return;
    this.#peers.delete(name);
    const use = peer.linkUse();
    if (use !== undefined) this.#components.tell({ ...use, peer: name });
    this.#components.tell({ type: 'stopped', peer: name });
  }
}

/** Whom and what a message is about, as far as it can be told. */
function subjectOf(message: unknown): { readonly peer: string; readonly command: string } {
  const { type, peer } = (typeof message === 'object' && message !== null ? message : {}) as Record<string, unknown>;
  const name = typeof peer === 'object' && peer !== null && 'name' in peer ? peer.name : peer;
  return { peer: typeof name === 'string' ? name : '', command: typeof type === 'string' ? type : '' };
}
