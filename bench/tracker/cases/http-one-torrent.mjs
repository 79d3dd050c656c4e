import { compare } from '../http-announces.mjs';

export const title = 'Announces by HTTP, numwant 50, 1 torrent of 10,000 peers';

export const run = (options) => compare({ torrents: 1, peers: 10_000 }, options);
