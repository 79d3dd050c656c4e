import type { Link } from '../scenario/scenario.ts';

/** A limited link may send so much of its rate at once, s: what our own links do too. */
const BURST = 0.05;
/** And so much more of it may wait, s. Together a byte that is handed to the kernel waits 100 ms at most. */
const WAITING = 0.05;
/** Two frames: a burst that is smaller than one lets nothing through. */
const LEAST_BURST = 3_100;
/** A few connections of one frame each, so that a slow link does not drop what it could carry soon. */
const LEAST_WAITING = 16 * 1024;
/** As good as none, for a link that had a limit: bytes per second. */
const NO_LIMIT = 5_000_000_000;
/** Packets on their way: 2,000 links of 1 MiB/s and 100 ms have so many. */
const MOST_DELAYED = 100_000;

/** One direction of a link. */
export interface Direction extends Pick<Link, 'latency' | 'jitter' | 'loss'> {
  /** Bytes per second, headers of Ethernet, IP and TCP included. */
  readonly rate: number;
}

/** Whether nothing holds back what leaves. */
export const isFree = ({ rate, latency, loss }: Direction): boolean =>
  !Number.isFinite(rate) && latency === 0 && loss === 0;

/**
 * What `tc -batch` reads so that what leaves by a device keeps to a rate (`tbf`), then takes its time and is lost now
 * and then (`netem`). It may be read again with other numbers: nothing that waits is lost.
 */
export function shapeCommands(device: string, direction: Direction): string {
  const { rate, latency, jitter, loss } = direction;
  const bytes = Number.isFinite(rate) ? Math.max(1, Math.round(rate)) : NO_LIMIT;
  const burst = Math.max(LEAST_BURST, Math.round(bytes * BURST));
  const limit = burst + Math.max(LEAST_WAITING, Math.round(bytes * WAITING));
  const shape = `qdisc replace dev ${device} root handle 1: tbf rate ${bytes}bps burst ${burst} limit ${limit}\n`;
  if (latency === 0 && loss === 0) return shape;
  const delay = `delay ${latency}ms${jitter > 0 ? ` ${jitter}ms` : ''}`;
  const lost = loss > 0 ? ` loss ${loss * 100}%` : '';
  return `${shape}qdisc replace dev ${device} parent 1:1 handle 10: netem limit ${MOST_DELAYED} ${delay}${lost}\n`;
}
