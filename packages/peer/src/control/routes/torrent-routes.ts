import { resolve, sep } from 'node:path';
import { ControlError } from '@seedbed/control';
import type { Metainfo } from '@seedbed/protocol';
import type { Express, Request } from 'express';
import { parseFileList } from '../../parse-file-list.ts';
import type { TorrentHandle } from '../../torrent-handle.ts';
import type { ControlledDaemon } from '../controlled-daemon.ts';
import { endpoint } from '../endpoint.ts';
import { findTorrent } from '../find-torrent.ts';
import { readAddQuery, readPiecesQuery, readRemoveQuery } from '../inputs.ts';
import { torrentBodyReader } from '../read-torrent-body.ts';
import { sendJson } from '../send-json.ts';
import { peersView, piecesView, torrentDetails, torrentView } from '../views.ts';

/** `/api/torrents` and what lies below it but for limits. */
export function torrentRoutes(app: Express, daemon: ControlledDaemon, dir: string | undefined): void {
  const torrentOf = (request: Request): TorrentHandle => findTorrent(daemon, request);

  const readTorrent = torrentBodyReader();
  endpoint(app, '/api/torrents', {
    get: (_request, response) => sendJson(response, { torrents: daemon.torrents.map(torrentView) }),
    post: async (request, response) => {
      const { dir: below, files: lists, ...options } = readAddQuery(request.query);
      const place = folderBelow(dir, below);
      const metainfo = await readTorrent(request, response);
      const files = filesOf(metainfo, lists);
      waitPatiently(request);
      const torrent = await daemon.add(metainfo, { ...options, ...place, ...(files && { files }) });
      sendJson(response.status(201).location(`/api/torrents/${metainfo.infoHashHex}`), torrentDetails(torrent));
    },
  });
  endpoint(app, '/api/torrents/:infoHash', {
    get: (request, response) => sendJson(response, torrentDetails(torrentOf(request))),
    delete: async (request, response) => {
      const { data } = readRemoveQuery(request.query);
      const torrent = torrentOf(request);
      const { infoHashHex: infoHash, name } = torrent.metainfo;
      waitPatiently(request);
      if (data === 'delete') {
        sendJson(response, { infoHash, name, data: 'deleted', files: await torrent.removeWithContent() });
      } else {
        await torrent.remove();
        sendJson(response, { infoHash, name, data: 'kept' });
      }
    },
  });
  for (const act of ['pause', 'resume'] as const) {
    endpoint(app, `/api/torrents/:infoHash/${act}`, {
      post: async (request, response) => {
        const torrent = torrentOf(request);
        waitPatiently(request);
        await torrent[act]();
        sendJson(response, torrentView(torrent));
      },
    });
  }
  endpoint(app, '/api/torrents/:infoHash/peers', {
    get: (request, response) => sendJson(response, { peers: peersView(torrentOf(request)) }),
  });
  endpoint(app, '/api/torrents/:infoHash/pieces', {
    get: (request, response) => {
      const { from, count } = readPiecesQuery(request.query);
      sendJson(response, piecesView(torrentOf(request), from, count));
    },
  });
}

/** The files that were asked for, by their indices. */
function filesOf(metainfo: Metainfo, lists: readonly string[]): readonly number[] | undefined {
  if (lists.length === 0) return undefined;
  const files = parseFileList(lists, metainfo);
  if (!files.ok) throw new ControlError('bad-request', `files: ${files.problem}`);
  return files.value;
}

/**
 * Where content comes to. Only below the folder that the daemon was given: who may use the control address need not be
 * allowed to write all that the daemon may. This looks at the text; where links lead is looked at when it is opened.
 */
function folderBelow(dir: string | undefined, below: string): { readonly dir: string; readonly within: string } {
  if (dir === undefined) {
    throw new ControlError('no-folder', 'this daemon takes no further torrents: it was started without a folder');
  }
  const root = resolve(dir);
  const folder = resolve(root, below);
  const isBelow = folder === root || folder.startsWith(root.endsWith(sep) ? root : root + sep);
  if (isBelow && !below.includes('\0')) return { dir: folder, within: root };
  throw new ControlError(
    'bad-request',
    `dir: it lies below ${root}, the folder of the daemon; write it relative to that`,
  );
}

/** Hashing what is there of a torrent may take long, and nothing is sent meanwhile. */
const waitPatiently = ({ socket }: Request): void => void socket.setTimeout(0);
