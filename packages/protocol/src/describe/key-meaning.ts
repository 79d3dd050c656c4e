import type { BencodeNode } from '../bencode/bencode-node.ts';
import { decodeUtf8 } from '../text.ts';

/** What a bencoded document is, as far as its top tells. */
export type DocumentKind = 'metainfo' | 'announce-answer' | 'scrape-answer' | 'unknown';

/** What a key of a document is for. */
export interface KeyMeaning {
  /** In a few words. */
  readonly purpose: string;
  /** The number of the BEP that defines it; there are keys that everybody writes and no BEP defines. */
  readonly bep?: number;
  /** What the bytes of its string are, where they are no text: rows of SHA-1 hashes, or of peers with 6 or 18 bytes. */
  readonly rows?: 'hashes' | 'peers' | 'peers6';
}

const hasKey = (node: BencodeNode, ...names: string[]): boolean =>
  node.type === 'dictionary' && node.entries.some(({ key }) => names.includes(decodeUtf8(key.content)));

/** What a document is. */
export function documentKind(root: BencodeNode): DocumentKind {
  if (hasKey(root, 'info')) return 'metainfo';
  if (hasKey(root, 'interval', 'failure reason', 'peers', 'peers6')) return 'announce-answer';
  if (hasKey(root, 'files')) return 'scrape-answer';
  return 'unknown';
}

type Meanings = Readonly<Record<string, readonly [purpose: string, bep?: number, rows?: KeyMeaning['rows']]>>;

/** Keys by their path; `*` stands for the items of a list, and for keys that are data. */
const METAINFO: Meanings = {
  announce: ['URL of the tracker', 3],
  'announce-list': ['tiers of trackers; replaces announce', 12],
  'announce-list/*': ['a tier: its trackers are tried in random order', 12],
  comment: ['for people'],
  'created by': ['the program that made it'],
  'creation date': ['seconds since 1970'],
  encoding: ['how texts are written; UTF-8 today'],
  httpseeds: ['servers that hold the content', 17],
  nodes: ['nodes of the DHT to begin with', 5],
  'url-list': ['servers that hold the content', 19],
  info: ['its SHA-1 is the info hash', 3],
  'info/name': ['what the file or folder is called', 3],
  'info/name.utf-8': ['the name in UTF-8'],
  'info/piece length': ['bytes of a piece, the last one apart', 3],
  'info/pieces': ['a SHA-1 of 20 bytes for each piece', 3, 'hashes'],
  'info/length': ['bytes of the one file', 3],
  'info/files': ['the files, one behind the other', 3],
  'info/files/*/length': ['bytes of this file', 3],
  'info/files/*/path': ['folders, then the name', 3],
  'info/files/*/path.utf-8': ['the path in UTF-8'],
  'info/files/*/attr': ['p padding, l link, x executable, h hidden', 47],
  'info/files/*/symlink path': ['where the link leads', 47],
  'info/files/*/sha1': ['SHA-1 of this file', 47],
  'info/files/*/md5sum': ['MD5 of this file, for people'],
  'info/attr': ['p padding, l link, x executable, h hidden', 47],
  'info/md5sum': ['MD5 of the file, for people'],
  'info/private': ['1: peers come from the trackers alone', 27],
  'info/source': ['makes the info hash another one'],
  'info/meta version': ['2: also a torrent of v2', 52],
  'info/file tree': ['the files of v2', 52],
  'piece layers': ['hashes of v2', 52],
};

const ANNOUNCE_ANSWER: Meanings = {
  'failure reason': ['why the tracker refuses, for the user', 3],
  'warning message': ['for the user; the rest counts', 3],
  'retry in': ['minutes to stay away, or never', 31],
  interval: ['seconds until the next announce', 3],
  'min interval': ['seconds before which none is wanted'],
  'tracker id': ['to be sent back with the next announce'],
  complete: ['peers that have everything', 3],
  incomplete: ['peers that are still downloading', 3],
  downloaded: ['downloads that were ever completed', 48],
  'external ip': ['our address as the tracker sees it', 24],
  peers: ['the peers; in the short form 6 bytes each', 23, 'peers'],
  peers6: ['the peers of IPv6, 18 bytes each', 7, 'peers6'],
  'peers/*/peer id': ['its name for this session', 3],
  'peers/*/ip': ['where it is', 3],
  'peers/*/port': ['where it listens', 3],
};

const SCRAPE_ANSWER: Meanings = {
  'failure reason': ['why the tracker refuses, for the user', 48],
  files: ['torrents, by info hash', 48],
  'files/*/complete': ['peers that have everything', 48],
  'files/*/incomplete': ['peers that are still downloading', 48],
  'files/*/downloaded': ['downloads that were ever completed', 48],
  'files/*/name': ['what the torrent is called', 48],
  flags: ['wishes of the tracker', 48],
  'flags/min_request_interval': ['seconds until the next scrape', 48],
};

const DOCUMENTS: Readonly<Record<DocumentKind, Meanings>> = {
  metainfo: METAINFO,
  'announce-answer': ANNOUNCE_ANSWER,
  'scrape-answer': SCRAPE_ANSWER,
  unknown: {},
};

/**
 * What a value is for.
 *
 * @param path the keys that lead to it, with `*` for each step into a list
 */
export function keyMeaning(kind: DocumentKind, path: readonly string[]): KeyMeaning | undefined {
  const meanings = DOCUMENTS[kind];
  // In a scrape the keys of `files` are info hashes.
  const place =
    kind === 'scrape-answer' && path[0] === 'files' && path.length > 1 ? ['files', '*', ...path.slice(2)] : path;
  const name = place.join('/');
  const [purpose, bep, rows] = Object.hasOwn(meanings, name) ? (meanings[name] ?? []) : [];
  if (purpose === undefined) return undefined;
  return { purpose, ...(bep !== undefined && { bep }), ...(rows !== undefined && { rows }) };
}
