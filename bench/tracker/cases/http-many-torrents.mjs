import { compare } from '../http-announces.mjs';

export const title = 'Announces by HTTP, numwant 50, 10,000 torrents of 20 peers';

export const run = (options) => compare({ torrents: 10_000, peers: 20 }, options);
