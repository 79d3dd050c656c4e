import type { OutsideLine } from '../launcher/run-network.ts';
import type { Link } from '../scenario/scenario.ts';
import { cutCommands, UPLINK } from './address-plan.ts';
import type { NetworkNamespace } from './network-namespace.ts';
import { type Direction, isFree, shapeCommands } from './shape-commands.ts';

export interface NamespaceLineComponents {
  readonly hub: NetworkNamespace;
  readonly own: NetworkNamespace;
  /** The bridge's end of its cable. */
  readonly port: string;
  /** Told when the kernel did not do as it was told. */
  readonly onFailure: (error: unknown) => void;
}

/** The cable between a member and the bridge. What is done to it is done one after the other. */
export class NamespaceLine implements OutsideLine {
  readonly #components: NamespaceLineComponents;
  #doing: Promise<void> = Promise.resolve();
  #cut: readonly string[] = [];
  #isShaped = { up: false, down: false };

  constructor(components: NamespaceLineComponents) {
    this.#components = components;
  }

  change(link: Link): void {
    const { upload, download, latency, jitter, loss } = link;
    // The latency is that between a member and the network, and so each direction has it.
    const delay = { latency, jitter, loss };
    this.#do(async () => {
      await this.#shape('up', this.#components.own, UPLINK, { rate: upload, ...delay });
      await this.#shape('down', this.#components.hub, this.#components.port, { rate: download, ...delay });
    });
  }

  cutOff(addresses: readonly string[]): void {
    const commands = cutCommands(addresses, this.#cut);
    this.#cut = addresses;
    if (commands !== '') this.#do(() => this.#components.own.run(['ip', '-batch', '-'], commands));
  }

  /** Resolves when everything that was wanted is done, well or not. */
  done(): Promise<void> {
    return this.#doing;
  }

  #do(step: () => Promise<unknown>): void {
    this.#doing = this.#doing.then(step).then(
      () => {},
      (error: unknown) => this.#components.onFailure(error),
    );
  }

  async #shape(side: 'up' | 'down', where: NetworkNamespace, device: string, direction: Direction): Promise<void> {
    if (isFree(direction) && !this.#isShaped[side]) return;
    this.#isShaped[side] = true;
    await where.run(['tc', '-batch', '-'], shapeCommands(device, direction));
  }
}
