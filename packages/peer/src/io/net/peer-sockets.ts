import { connect, isIPv6, type Server, type Socket } from 'node:net';
import { equalBytes, formatAddress, type Handshake, normalizeIp, type PeerAddress } from '@seedbed/protocol';
import type { Logger } from '../../logger.ts';
import type { AccessLink } from './access-link.ts';
import { AddressQuota } from './address-quota.ts';
import { listen } from './listen.ts';
import type { PeerFaults } from './peer-faults.ts';
import { receiveHandshake } from './receive-handshake.ts';
import { sharedReceive } from './shared-receive.ts';
import { socketErrorText } from './socket-error-text.ts';
import { WaitingRoom } from './waiting-room.ts';
import type { WireSocket } from './wire-socket.ts';

/** A connection with both handshakes done; the socket has no listener. */
export interface GreetedSocket {
  readonly socket: WireSocket;
  readonly handshake: Handshake;
  /** Bytes that came after the handshake. */
  readonly rest: Uint8Array;
  /** What was dialled, or where it comes from. */
  readonly address: PeerAddress;
}

/** A torrent, as far as a handshake is concerned. */
export interface Greeter {
  /** Our handshake, 68 bytes. */
  readonly handshake: Uint8Array;
  readonly infoHash: Uint8Array;
}

/** A torrent that takes connections. */
export interface Host extends Greeter {
  accept(greeted: GreetedSocket): void;
}

export interface PeerSocketsOptions {
  /** Connections in total, dials and handshakes under way included. */
  readonly maxConnections: number;
  /** Connections that came from one IP address. Default: see `AddressQuota`. */
  readonly maxPerAddress?: number;
  /** Incoming connections that have not shaken hands yet. */
  readonly maxPending: number;
  /** Time to connect, and time for the other side's handshake, ms. */
  readonly handshakeTimeout: number;
}

export interface PeerSocketsComponents {
  readonly log: Logger;
  readonly faults: PeerFaults;
  /** What all sockets are put behind. Without it they are the system's own, which costs less. */
  readonly link: AccessLink | undefined;
  /** The torrent of an info hash. */
  readonly hostOf: (infoHash: Uint8Array) => Host | undefined;
}

const isAnyAddress = (ip: string): boolean => ip === '::' || ip === '0.0.0.0';

/**
 * The sockets of a daemon: one that listens for all torrents, and all connections. Gets them to the point where both
 * handshakes are in, and counts them.
 */
export class PeerSockets {
  /** Where it listens. */
  readonly address: PeerAddress;
  readonly #server: Server;
  readonly #components: PeerSocketsComponents;
  readonly #options: PeerSocketsOptions;
  readonly #sockets = new Set<WireSocket>();
  /** Dials to addresses that nobody answers from. */
  readonly #unanswered = new Set<NodeJS.Timeout>();
  readonly #quota: AddressQuota;
  readonly #waiting: WaitingRoom;

  private constructor(
    server: Server,
    address: PeerAddress,
    components: PeerSocketsComponents,
    options: PeerSocketsOptions,
  ) {
    this.#server = server;
    this.address = address;
    this.#components = components;
    this.#options = options;
    this.#quota = new AddressQuota(options.maxPerAddress);
    this.#waiting = new WaitingRoom(options.maxPending);
    server.on('connection', (socket) => this.#incoming(socket));
    server.on('error', (error) => components.log.warn({}, `listening socket: ${socketErrorText(error)}`));
  }

  /** @throws ListenError */
  static async open(
    address: PeerAddress | undefined,
    components: PeerSocketsComponents,
    options: PeerSocketsOptions,
  ): Promise<PeerSockets> {
    const listener = await listen(address);
    return new PeerSockets(listener.server, listener.address, components, options);
  }

  /** The address that dials leave from: the one we listen on, so that everybody sees us under it. */
  get localAddress(): string | undefined {
    return isAnyAddress(this.address.ip) ? undefined : this.address.ip;
  }

  /** Connections, dials and handshakes under way included. */
  get size(): number {
    return this.#sockets.size;
  }

  /** Connects and shakes hands. Exactly one of the two is called. */
  dial(
    address: PeerAddress,
    greeter: Greeter,
    done: (greeted: GreetedSocket) => void,
    failed: (reason: string) => void,
  ): void {
    const obstacle = this.#obstacle(address);
    if (obstacle !== undefined) {
      // Later, as any other answer: nobody expects one while asking.
      queueMicrotask(() => failed(obstacle));
      return;
    }
    const { link } = this.#components;
    if (link?.reaches(address.ip) === false) return this.#dialNobody(failed);
    const { localAddress } = this;
    const dialled: Socket = connect({
      host: address.ip,
      port: address.port,
      noDelay: true,
      onread: sharedReceive(() => dialled),
      ...(localAddress && { localAddress }),
    });
    const socket = link?.attach(dialled, address.ip) ?? dialled;
    this.#count(socket);
    const timeout = this.#options.handshakeTimeout;
    const timer = setTimeout(() => socket.destroy(new Error(`no connection within ${timeout / 1000} s`)), timeout);
    let reason = 'closed';
    const onError = (error: Error): void => {
      reason = socketErrorText(error);
    };
    const onClose = (): void => {
      clearTimeout(timer);
      failed(reason);
    };
    socket.on('error', onError).on('close', onClose);
    dialled.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', onError).off('close', onClose);
      socket.write(greeter.handshake);
      receiveHandshake(socket, timeout, {
        onInfoHash: (infoHash) =>
          equalBytes(infoHash, greeter.infoHash) ? undefined : 'it answers for another torrent',
        onDone: (handshake, rest) => done({ socket, handshake, rest, address }),
        onFailed: (why, isFault) => {
          if (isFault) this.#components.faults.tell(address, why);
          failed(why);
        },
      });
    });
  }

  /** Takes no new connections. */
  stopListening(): void {
    this.#server.close();
  }

  /** Ends whatever is left, at once. Resolves when the port is free. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    for (const timer of this.#unanswered) clearTimeout(timer);
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** A cable is cut: the system would tell after as long that nobody answers. */
  #dialNobody(failed: (reason: string) => void): void {
    const timer = setTimeout(() => {
      this.#unanswered.delete(timer);
      failed('no answer to the connection');
    }, this.#options.handshakeTimeout);
    this.#unanswered.add(timer);
  }

  #obstacle(address: PeerAddress): string | undefined {
    if (this.#sockets.size >= this.#options.maxConnections) return 'too many connections';
    const { localAddress } = this;
    if (localAddress !== undefined && isIPv6(localAddress) !== isIPv6(address.ip)) {
      return `we are at ${localAddress}, which is of the other address family`;
    }
    return undefined;
  }

  #incoming(accepted: Socket): void {
    const { maxConnections, handshakeTimeout } = this.#options;
    const { log, faults, hostOf, link } = this.#components;
    const address = { ip: normalizeIp(accepted.remoteAddress ?? '') ?? '', port: accepted.remotePort ?? 0 };
    // Before anything is listened for: a socket that is full of nothing costs the least.
    const isFull = this.#sockets.size >= maxConnections || this.#quota.isUsedUp(address.ip);
    if (isFull || address.ip === '' || link?.reaches(address.ip) === false) {
      accepted.on('error', () => {});
      accepted.destroy();
      return;
    }
    const socket = link?.attach(accepted, address.ip) ?? accepted;
    this.#count(socket);
    socket.on('close', this.#quota.count(address.ip));
    const leave = this.#waiting.enter(address.ip, () => {
      socket.destroy(new Error('it did not shake hands, and its place was needed'));
    });
    let host: Host | undefined;
    receiveHandshake(socket, handshakeTimeout, {
      onInfoHash: (infoHash) => {
        host = hostOf(infoHash);
        if (host !== undefined) socket.write(host.handshake);
        return host === undefined ? 'it asks for a torrent that is not here' : undefined;
      },
      onDone: (handshake, rest) => {
        leave();
        host?.accept({ socket, handshake, rest, address });
      },
      onFailed: (reason, isFault) => {
        leave();
        if (isFault) faults.tell(address, reason);
        else log.debug({ address: formatAddress(address) }, `connection refused: ${reason}`);
      },
    });
  }

  #count(socket: WireSocket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
  }
}
