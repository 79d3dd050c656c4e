import type { ClientName } from '../scenario/scenario.ts';
import { aria2 } from './aria2.ts';
import type { Client } from './client.ts';
import { libtorrent } from './libtorrent.ts';
import { transmission } from './transmission.ts';

/** The clients of others that can be members. webtorrent is none: it has no package of Debian, and can't be told an address. */
export const CLIENTS_OF_OTHERS: { readonly [Name in ClientName]?: Client } = { transmission, aria2, libtorrent };
