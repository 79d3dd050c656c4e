import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { isIPv6 } from 'node:net';
import type { AddressFamily } from '@seedbed/protocol';
import { crash } from '../crash.ts';
import { isOfOtherFamily, noReachableAddress, Unanswered, unansweredText } from './unanswered.ts';

/** The other end of a path. */
export interface UdpTarget {
  /** Name or address. */
  readonly host: string;
  readonly port: number;
}

export interface UdpPathOptions {
  /** The address that datagrams leave from: a tracker takes a peer's address from there. */
  readonly localAddress: string | undefined;
  /** Which of the addresses of a name to take: they are taken in turn, from 0 on. */
  readonly turn: number;
}

/** Who hears of a path; nothing is told after `close`, and nothing after `failed`. */
export interface UdpPathHandler {
  received(datagram: Uint8Array, family: AddressFamily): void;
  failed(reason: string): void;
}

/**
 * A socket for one tracker: bound to our address, connected to the tracker's. So the kernel lets in datagrams from there
 * alone, and says when nobody listens.
 */
export class UdpPath {
  readonly #handler: UdpPathHandler;
  /** What is to be sent before the socket is open: the first request. */
  #early: Uint8Array[] = [];
  #socket: Socket | undefined;
  #stage: 'opening' | 'open' | 'closed' = 'opening';

  constructor(target: UdpTarget, options: UdpPathOptions, handler: UdpPathHandler) {
    this.#handler = handler;
    this.#open(target, options).catch((error: unknown) => this.#failed(error));
  }

  send(datagram: Uint8Array): void {
    if (this.#stage === 'opening') this.#early.push(datagram);
    if (this.#stage === 'open') this.#socket?.send(datagram, (error) => error && this.#failed(error));
  }

  close(): void {
    this.#stage = 'closed';
    this.#early = [];
    this.#socket?.close();
    this.#socket = undefined;
  }

  async #open({ host, port }: UdpTarget, { localAddress, turn }: UdpPathOptions): Promise<void> {
    const { address, family } = await addressOf(host, localAddress, turn);
    if (this.#stage === 'closed') return;
    const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
    this.#socket = socket;
    socket.on('error', (error) => this.#failed(error));
    socket.on('message', (datagram) => this.#handler.received(datagram, family));
    socket.bind({ port: 0, exclusive: true, ...(localAddress !== undefined && { address: localAddress }) }, () => {
      // Of a failure this callback hears as its argument, which the types do not know.
      if (this.#stage !== 'closed') socket.connect(port, address, (error?: Error) => this.#connected(error));
    });
  }

  #connected(error?: Error): void {
    if (error !== undefined) return this.#failed(error);
    if (this.#stage === 'closed') return;
    this.#stage = 'open';
    for (const datagram of this.#early.splice(0)) this.send(datagram);
  }

  #failed(error: unknown): void {
    if (!(error instanceof Error)) return crash(error);
    if (this.#stage === 'closed') return;
    this.close();
    this.#handler.failed(unansweredText(error));
  }
}

/** An address of the tracker that can be reached from ours. */
const addressOf = async (
  host: string,
  localAddress: string | undefined,
  turn: number,
): Promise<{ address: string; family: AddressFamily }> => {
  if (localAddress !== undefined && isOfOtherFamily(host, localAddress)) {
    throw new Unanswered(noReachableAddress(localAddress));
  }
  const found = await lookup(host, { all: true, family: localAddress === undefined ? 0 : familyOf(localAddress) });
  const chosen = found[turn % found.length];
  if (chosen === undefined) throw new Unanswered('unknown host name');
  return { address: chosen.address, family: familyOf(chosen.address) };
};

const familyOf = (address: string): AddressFamily => (isIPv6(address) ? 6 : 4);
