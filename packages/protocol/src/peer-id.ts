import { printableId } from './bytes.ts';
import { decodeUtf8, utf8 } from './text.ts';

/** Client and version in BEP 20's dashed form. `SE` is in no list of codes that we know; 0100 is version 0.1.0. */
export const PEER_ID_PREFIX = '-SE0100-';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A new peer id of 20 visible bytes; `random` are 12 bytes from the edge's random source. */
export function createPeerId(random: Uint8Array): Uint8Array {
  if (random.length !== 12) throw new RangeError(`a peer id takes 12 random bytes, not ${random.length}`);
  let id = PEER_ID_PREFIX;
  // The remainder favours some letters a little; an id needs to be different, not secret.
  for (const byte of random) id += ALPHABET[byte % ALPHABET.length];
  return utf8(id);
}

/** Clients that are met in practice, by their code of BEP 20. */
const CLIENTS: Readonly<Record<string, string>> = {
  AZ: 'Vuze',
  BC: 'BitComet',
  BI: 'BiglyBT',
  DE: 'Deluge',
  KT: 'KTorrent',
  LT: 'libtorrent',
  SE: 'Seedbed',
  TR: 'Transmission',
  UT: 'µTorrent',
  WW: 'WebTorrent',
  lt: 'rTorrent',
  qB: 'qBittorrent',
  rQ: 'rqbit',
};

/** Which client a peer id names, for people: `Transmission 3.00`, `Seedbed 0.1.0`, `unknown (…)`. */
export function clientName(peerId: Uint8Array): string {
  const text = decodeUtf8(peerId);
  const dashed = /^-([A-Za-z~]{2})([0-9A-Za-z.]{4})-/.exec(text);
  const client = dashed?.[1] && Object.hasOwn(CLIENTS, dashed[1]) ? CLIENTS[dashed[1]] : undefined;
  if (client && dashed?.[2]) return `${client} ${version(client, dashed[2])}`;
  // aria2 and the mainline client write the version between dashes, in numbers of any length.
  const numbered = /^(A2|M)-?(\d+)-(\d+)-(\d+)-/.exec(text);
  if (numbered) {
    const [, code, major, minor, patch] = numbered;
    return `${code === 'M' ? 'BitTorrent' : 'aria2'} ${major}.${minor}.${patch}`;
  }
  return `unknown (${printableId(peerId.subarray(0, 8))})`;
}

function version(client: string, digits: string): string {
  const [major, minor, patch, last] = [...digits].map((digit) => Number.parseInt(digit, 36));
  // Until 3.00 Transmission had two digits for the second number; since 4.0.0 the last one marks a beta.
  if (client === 'Transmission' && (major ?? 0) < 4) return `${major}.${digits.slice(1, 3)}`;
  // A fourth number is rare; letters there mark a beta or a build.
  const fourth = client !== 'Transmission' && /[1-9]$/.test(digits) ? `.${last}` : '';
  return `${major}.${minor}.${patch}${fourth}`;
}
