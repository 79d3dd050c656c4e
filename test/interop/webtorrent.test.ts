import { webtorrent, webtorrentThatDials } from './clients/webtorrent.ts';
import { tryWith } from './try-with.ts';

tryWith(webtorrent);
// As a seed it does what it does anyway: we dial.
tryWith(webtorrentThatDials, ['we seed']);
