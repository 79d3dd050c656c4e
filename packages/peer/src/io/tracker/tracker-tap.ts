import type { AddressFamily } from '@seedbed/protocol';

/** Sees what goes to trackers and what comes from them, as it is on the wire: for those who want to look at it. */
export interface TrackerTap {
  /** Request line and headers of a request over HTTP. */
  httpRequest(head: readonly string[]): void;
  /** Status line and headers of an answer over HTTP. */
  httpAnswer(head: readonly string[]): void;
  /** The body of that answer, unpacked where it was compressed. */
  httpBody(body: Uint8Array): void;
  udpSent(datagram: Uint8Array): void;
  /** Whatever has come from the address of the tracker. */
  udpReceived(datagram: Uint8Array, family: AddressFamily): void;
}
