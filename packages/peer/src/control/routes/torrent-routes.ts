import { hash } from 'node:crypto';
import { resolve, sep } from 'node:path';
import { parseMetainfo } from '@seedbed/protocol';
import express, { type Express, type Request } from 'express';
import type { TorrentHandle } from '../../torrent-handle.ts';
import { ControlError } from '../control-error.ts';
import type { ControlledDaemon } from '../controlled-daemon.ts';
import { endpoint } from '../endpoint.ts';
import { findTorrent } from '../find-torrent.ts';
import { readAddQuery, readPiecesQuery, readRemoveQuery } from '../inputs.ts';
import { places } from '../places.ts';
import { peersView, piecesView, torrentDetails, torrentView } from '../views.ts';

const TORRENT_TYPE = 'application/x-bittorrent';
/** The hashes of three million pieces; the command line reads no larger torrent either. */
const MAX_TORRENT_BYTES = 64 * 1024 * 1024;
/** Bodies of that size in memory at the same time. */
const MAX_ADDING = 4;

/** `/api/torrents` and what lies below it but for limits. */
export function torrentRoutes(app: Express, daemon: ControlledDaemon, dir: string | undefined): void {
  const torrentOf = (request: Request): TorrentHandle => findTorrent(daemon, request);

  const body = express.raw({ type: TORRENT_TYPE, limit: MAX_TORRENT_BYTES, inflate: false });
  endpoint(app, '/api/torrents', {
    get: (_request, response) => void response.json({ torrents: daemon.torrents.map(torrentView) }),
    post: [
      places(MAX_ADDING),
      body,
      async (request, response) => {
        const { dir: below, ...options } = readAddQuery(request.query);
        const metainfo = parseMetainfo(torrentBytes(request), sha1);
        waitPatiently(request);
        const torrent = await daemon.add(metainfo, { ...options, dir: folderBelow(dir, below) });
        response.status(201).location(`/api/torrents/${metainfo.infoHashHex}`).json(torrentDetails(torrent));
      },
    ],
  });
  endpoint(app, '/api/torrents/:infoHash', {
    get: (request, response) => void response.json(torrentDetails(torrentOf(request))),
    delete: async (request, response) => {
      const { data } = readRemoveQuery(request.query);
      const torrent = torrentOf(request);
      const { infoHashHex: infoHash, name } = torrent.metainfo;
      waitPatiently(request);
      if (data === 'delete') {
        response.json({ infoHash, name, data: 'deleted', files: await torrent.removeWithContent() });
      } else {
        await torrent.remove();
        response.json({ infoHash, name, data: 'kept' });
      }
    },
  });
  for (const act of ['pause', 'resume'] as const) {
    endpoint(app, `/api/torrents/:infoHash/${act}`, {
      post: async (request, response) => {
        const torrent = torrentOf(request);
        waitPatiently(request);
        await torrent[act]();
        response.json(torrentView(torrent));
      },
    });
  }
  endpoint(app, '/api/torrents/:infoHash/peers', {
    get: (request, response) => void response.json({ peers: peersView(torrentOf(request)) }),
  });
  endpoint(app, '/api/torrents/:infoHash/pieces', {
    get: (request, response) => {
      const { from, count } = readPiecesQuery(request.query);
      response.json(piecesView(torrentOf(request), from, count));
    },
  });
}

const sha1 = (bytes: Uint8Array): Uint8Array => hash('sha1', bytes, 'buffer');

function torrentBytes({ body }: Request): Uint8Array {
  if (Buffer.isBuffer(body)) return body;
  throw new ControlError('unsupported-type', `send the bytes of a .torrent file, with content-type: ${TORRENT_TYPE}`);
}

/**
 * Where content comes to. Only below the folder that the daemon was given: who may use the control address need not be
 * allowed to write all that the daemon may.
 */
function folderBelow(dir: string | undefined, below: string): string {
  if (dir === undefined) {
    throw new ControlError('no-folder', 'this daemon takes no further torrents: it was started without a folder');
  }
  const root = resolve(dir);
  const folder = resolve(root, below);
  const isBelow = folder === root || folder.startsWith(root.endsWith(sep) ? root : root + sep);
  if (isBelow && !below.includes('\0')) return folder;
  throw new ControlError(
    'bad-request',
    `dir: it lies below ${root}, the folder of the daemon; write it relative to that`,
  );
}

/** Hashing what is there of a torrent may take long, and nothing is sent meanwhile. */
const waitPatiently = ({ socket }: Request): void => void socket.setTimeout(0);
