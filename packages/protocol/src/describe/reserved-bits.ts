/** An extension that a peer offers by one bit of its handshake. */
export interface ReservedBit {
  /** Which of the 8 bytes, from 0 on, and which bit of it. */
  readonly byte: number;
  readonly mask: number;
  readonly name: string;
  /** The number of the BEP that defines the extension; there are some that no BEP defines. */
  readonly bep?: number;
}

/** The bits that BEP 4 lists, and that of BEP 52. */
const KNOWN: readonly ReservedBit[] = [
  { byte: 0, mask: 0x80, name: 'Azureus messages' },
  { byte: 2, mask: 0x08, name: 'location-aware protocol' },
  { byte: 5, mask: 0x10, name: 'extension protocol', bep: 10 },
  { byte: 5, mask: 0x02, name: 'extension negotiation, first bit' },
  { byte: 5, mask: 0x01, name: 'extension negotiation, second bit' },
  { byte: 7, mask: 0x10, name: 'upgrade to v2', bep: 52 },
  { byte: 7, mask: 0x08, name: 'NAT traversal' },
  { byte: 7, mask: 0x04, name: 'fast extension', bep: 6 },
  { byte: 7, mask: 0x02, name: 'XBT peer exchange' },
  { byte: 7, mask: 0x01, name: 'DHT', bep: 5 },
];

const MASKS = [0x80, 0x40, 0x20, 0x10, 0x08, 0x04, 0x02, 0x01];

/** What the 8 reserved bytes of a handshake offer, a bit after the other; bits that nobody has defined are named as such. */
export function reservedBits(reserved: Uint8Array): ReservedBit[] {
  return [...reserved].flatMap((bits, byte) =>
    MASKS.filter((mask) => (bits & mask) !== 0).map(
      (mask): ReservedBit =>
        KNOWN.find((known) => known.byte === byte && known.mask === mask) ?? { byte, mask, name: 'unknown' },
    ),
  );
}
