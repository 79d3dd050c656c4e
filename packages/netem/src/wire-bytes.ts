/** Payload of a full frame: an MTU of 1,500 (RFC 894) less IPv4 (RFC 791) and TCP with its timestamps (RFC 7323). */
const SEGMENT = 1_500 - 20 - 32;
/** What stands around each segment, and is all of a bare acknowledgement: Ethernet without its checksum, IPv4, TCP. */
const HEADERS = 14 + 20 + 32;
/** One acknowledgement answers for so many segments: no receiver is to wait for more (RFC 5681, 4.2), though some do. */
const SEGMENTS_PER_ACK = 2;

/**
 * Bytes that a line carries for payload that is written to TCP in one go: frames as a shaper of the system counts them
 * (`tc tbf`), and as people are told the rate of their line. An estimate: what is resent is not in it, an IPv6 header is
 * 20 bytes longer, and writes that follow close upon each other may share a frame.
 */
export const wireBytes = (payload: number): number => payload + Math.ceil(payload / SEGMENT) * HEADERS;

/** Bytes that the other direction carries for it: the acknowledgements. */
export const ackBytes = (payload: number): number => Math.ceil(payload / (SEGMENT * SEGMENTS_PER_ACK)) * HEADERS;

/** What a line of so many bytes per second carries of payload, in full frames. */
export const payloadRate = (rate: number): number => (rate * SEGMENT) / (SEGMENT + HEADERS);
