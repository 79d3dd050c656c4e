import { ControlError } from '@seedbed/control';
import type { Request } from 'express';
import type { TorrentHandle } from '../torrent-handle.ts';
import type { ControlledDaemon } from './controlled-daemon.ts';
import { readInfoHash } from './inputs.ts';

/** The torrent that the path of a request names. @throws ControlError */
export function findTorrent(daemon: ControlledDaemon, request: Request): TorrentHandle {
  const { infoHash: text } = request.params;
  const infoHash = readInfoHash(text);
  const torrent = daemon.get(infoHash);
  if (torrent === undefined) throw new ControlError('unknown-torrent', `there is no torrent ${infoHash} here`);
  return torrent;
}
