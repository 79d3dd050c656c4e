// Whom the load is made of: the same info hashes and peer ids for each tracker, so that one that only knows what stands in
// its list can be given the list.

const twentyBytes = (first, n) => {
  const bytes = new Uint8Array(20);
  bytes.fill(first);
  // Spread like real ones: a tracker that sorts by the first bytes has its work to do.
  new DataView(bytes.buffer).setUint32(0, Math.imul(n + 1, 0x9e3779b1));
  new DataView(bytes.buffer).setUint32(16, n);
  return bytes;
};

export const infoHashOf = (n) => twentyBytes(0x68, n);

export const peerIdOf = (n) => twentyBytes(0x2d, n);
