/** What can go over a connection: the messages of BEP 3, and three more names. */
export const WIRE_MESSAGES = [
  'handshake',
  'keep-alive',
  'choke',
  'unchoke',
  'interested',
  'not-interested',
  'have',
  'bitfield',
  'request',
  'piece',
  'cancel',
  /** An id that BEP 3 does not know. */
  'unknown',
  /** Bytes that are no message, for which the connection is ended. */
  'broken',
] as const;

/** Told with `--trace wire`, at any level: something that went over a connection, as it is on the wire. */
export interface WireMessage {
  readonly type: 'wire';
  readonly remote: string;
  readonly direction: 'sent' | 'received';
  readonly message: (typeof WIRE_MESSAGES)[number];
  /** Bytes of the whole, length prefix included; of what is `broken` those that are told. */
  readonly length: number;
  /** The first 96 of them in hexadecimal, in lower case. */
  readonly hex: string;
}
