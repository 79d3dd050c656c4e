import type { Socket as UdpSocket } from 'node:dgram';
import type { Server as SocketServer } from 'node:net';
import type { ProcessOperations } from '../operations.ts';
import type { TrackerCounters } from '../service/tracker-counters.ts';
import type { TrackerFigures } from '../tracker-figures.ts';

/** What another process of a tracker than the first one is given. */
export interface SharedComponents {
  readonly operations: ProcessOperations;
  readonly counters: TrackerCounters;
  /** Of all processes together. */
  readonly figures: () => Promise<TrackerFigures>;
  /** When the first one started, ms. */
  readonly startedAt: number;
  /** Of the connection ids, see `windowKeys`. */
  readonly secret: Uint8Array;
  /** Of the first process, which this one listens at; each is asked for when it can be listened at at once. */
  readonly doors: { http(): Promise<SocketServer>; udp(): Promise<UdpSocket> };
}
