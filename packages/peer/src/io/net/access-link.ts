import type { Socket } from 'node:net';
import { type LinkDirection, type LinkSettings, type LinkUse, linkOf } from '@seedbed/netem';
import { normalizeIp } from '@seedbed/protocol';
import { LinkDriver } from './link-driver.ts';
import { LinkGate } from './link-gate.ts';
import { LinkedSocket } from './linked-socket.ts';

export interface AccessLinkComponents {
  readonly now: () => number;
  /** Of jitter and losses: numbers in [0, 1). */
  readonly random: () => number;
}

/** How both directions were used. */
export interface AccessLinkUse {
  readonly upload: LinkUse;
  readonly download: LinkUse;
}

const directionsOf = ({ upload, download, ...delay }: LinkSettings): Record<'up' | 'down', LinkDirection> => ({
  up: { rate: upload, ...delay },
  down: { rate: download, ...delay },
});

/**
 * What joins a daemon to the network: one uplink and one downlink that all its connections share. As long as it has no limit
 * and no delay, all bytes go past it.
 */
export class AccessLink {
  /** Keeps blocks back that the uplink has no room for. */
  readonly gate: LinkGate;
  readonly #up: LinkDriver;
  readonly #down: LinkDriver;
  readonly #sockets = new Set<LinkedSocket>();
  #unreachable: ReadonlySet<string> = new Set();
  #isDownFull = false;

  /** @param settings what is left out has no limit and no delay. @throws RangeError when they make no sense */
  constructor(settings: Partial<LinkSettings>, components: AccessLinkComponents) {
    const { up, down } = directionsOf(linkOf(settings));
    this.#up = new LinkDriver(up, { ...components, moved: () => this.gate.serve() });
    this.#down = new LinkDriver(down, { ...components, moved: () => this.#downMoved() });
    this.gate = new LinkGate(this.#up);
  }

  /** Puts a socket, to or from this address, behind the link. */
  attach(socket: Socket, ip: string): LinkedSocket {
    const linked = new LinkedSocket(socket, {
      up: this.#up,
      down: this.#down,
      ip,
      isHeld: !this.reaches(ip),
      isReadingHeld: this.#isDownFull,
    });
    this.#sockets.add(linked);
    linked.on('close', () => this.#sockets.delete(linked));
    return linked;
  }

  /** Changes the link as a whole, at once. @throws RangeError as the constructor */
  set(settings: Partial<LinkSettings>): void {
    const { up, down } = directionsOf(linkOf(settings));
    this.#up.set(up);
    this.#down.set(down);
  }

  /** Cuts the way to these IP addresses, and to no others. */
  setUnreachable(ips: readonly string[]): void {
    this.#unreachable = new Set(ips.map((ip) => normalizeIp(ip) ?? ip));
    for (const socket of this.#sockets) socket.hold(!this.reaches(socket.ip));
  }

  reaches(ip: string): boolean {
    return !this.#unreachable.has(ip);
  }

  use(): AccessLinkUse {
    return { upload: this.#up.use(), download: this.#down.use() };
  }

  /** Nothing moves any more. */
  close(): void {
    this.#up.stop();
    this.#down.stop();
  }

  /** All connections are read on when half of a full queue has gone, not at each chunk. */
  #downMoved(): void {
    const { waiting, capacity } = this.#down;
    const isFull = waiting >= (this.#isDownFull ? capacity / 2 : capacity);
    if (isFull === this.#isDownFull) return;
    this.#isDownFull = isFull;
    for (const socket of this.#sockets) socket.holdReading(isFull);
  }
}
