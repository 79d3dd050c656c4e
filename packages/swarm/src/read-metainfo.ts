import { createHash } from 'node:crypto';
import { type Metainfo, parseMetainfo } from '@seedbed/protocol';

const sha1 = (bytes: Uint8Array): Uint8Array => createHash('sha1').update(bytes).digest();

/** Reads a torrent that was just made. */
export const readMetainfo = (torrent: Uint8Array): Metainfo => parseMetainfo(torrent, sha1);
