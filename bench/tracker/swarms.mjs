/** The torrents and peers of a case; `announces.lua` makes the same of them. */

/** The info hash of the n-th torrent, from 0 on: bytes of which many have to be escaped, as in a real one. */
export const infoHash = (n) =>
  Buffer.concat([Buffer.from('aabbccddeeff808182838485', 'hex'), Buffer.from(String(n).padStart(8, '0'))]);

export const escaped = (bytes) => [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

/** Names of swarms in tables. */
export const described = ({ torrents, peers }) =>
  `${torrents.toLocaleString('en')} torrent${torrents === 1 ? '' : 's'} of ${peers.toLocaleString('en')} peers`;
