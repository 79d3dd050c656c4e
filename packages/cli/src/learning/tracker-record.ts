import type { TrackerTap } from '@seedbed/peer';
import { type AddressFamily, toHex } from '@seedbed/protocol';
import {
  type DescribedBytes,
  type DescribedParameter,
  describeUdpAnswer,
  describeUdpRequest,
} from '@seedbed/protocol/describe';
import { requestParameters } from './request-parameters.ts';

/** Something that went between us and a tracker, for other programs. */
type TrackerEntry =
  | {
      readonly type: 'http-request';
      readonly head: readonly string[];
      readonly parameters: readonly DescribedParameter[];
    }
  | { readonly type: 'http-answer'; readonly head: readonly string[] }
  | { readonly type: 'http-body'; readonly hex: string }
  | {
      readonly type: 'udp-request' | 'udp-answer';
      readonly hex: string;
      readonly name?: string;
      readonly fields?: DescribedBytes['fields'];
    };

/** Keeps a question to a tracker and its answer for a JSON document. */
export class TrackerRecord implements TrackerTap {
  readonly entries: TrackerEntry[] = [];

  httpRequest(head: readonly string[]): void {
    this.entries.push({ type: 'http-request', head, parameters: requestParameters(head) });
  }

  httpAnswer(head: readonly string[]): void {
    this.entries.push({ type: 'http-answer', head });
  }

  httpBody(body: Uint8Array): void {
    this.entries.push({ type: 'http-body', hex: toHex(body) });
  }

  udpSent(datagram: Uint8Array): void {
    this.#datagram('udp-request', datagram, describeUdpRequest(datagram));
  }

  udpReceived(datagram: Uint8Array, family: AddressFamily): void {
    this.#datagram('udp-answer', datagram, describeUdpAnswer(datagram, family));
  }

  #datagram(type: 'udp-request' | 'udp-answer', datagram: Uint8Array, described: DescribedBytes | undefined): void {
    const known = described && { name: described.name, fields: described.fields };
    this.entries.push({ type, hex: toHex(datagram), ...known });
  }
}
