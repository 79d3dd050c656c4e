import { hash } from 'node:crypto';
import { ControlError } from '@seedbed/control';
import { type Metainfo, parseMetainfo } from '@seedbed/protocol';
import express, { type Request, type Response } from 'express';

const TORRENT_TYPE = 'application/x-bittorrent';
/** The hashes of three million pieces; the command line reads no larger torrent either. */
const MAX_TORRENT_BYTES = 64 * 1024 * 1024;
/** Bodies of that size in memory at the same time. */
const MAX_READING = 4;

const sha1 = (bytes: Uint8Array): Uint8Array => hash('sha1', bytes, 'buffer');

/**
 * Makes what reads a torrent from the body of a request; a few at a time, each of bounded size.
 *
 * The content type is one that no form of a web page can send.
 */
export function torrentBodyReader(): (request: Request, response: Response) => Promise<Metainfo> {
  const read = express.raw({ type: TORRENT_TYPE, limit: MAX_TORRENT_BYTES, inflate: false });
  let reading = 0;
  return async (request, response) => {
    if (reading >= MAX_READING) {
      response.set('Retry-After', '1');
      throw new ControlError('busy', `${reading} torrents are being sent at this moment; come again when one is here`);
    }
    reading++;
    try {
      await new Promise<void>((resolve, reject) => {
        read(request, response, (error) => (error === undefined ? resolve() : reject(error as Error)));
      });
      if (Buffer.isBuffer(request.body)) return parseMetainfo(request.body, sha1);
    } finally {
      reading--;
    }
    throw new ControlError('unsupported-type', `send the bytes of a .torrent file, with content-type: ${TORRENT_TYPE}`);
  };
}
