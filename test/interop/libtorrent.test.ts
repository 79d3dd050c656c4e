import { libtorrent } from './clients/libtorrent.ts';
import { tryWith } from './try-with.ts';

tryWith(libtorrent);
