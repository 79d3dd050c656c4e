import type { Socket as UdpSocket } from 'node:dgram';
import type { Server as SocketServer } from 'node:net';

/** The sockets at which all processes of a tracker listen. */
export interface Doors {
  readonly http: SocketServer;
  /** Undefined where UDP is off. */
  readonly udp: UdpSocket | undefined;
}
