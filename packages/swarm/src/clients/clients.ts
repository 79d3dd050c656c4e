import type { ClientName } from '../scenario/scenario.ts';
import { aria2 } from './aria2.ts';
import type { Client } from './client.ts';
import { libtorrent } from './libtorrent.ts';
import { transmission } from './transmission.ts';
import { webtorrent } from './webtorrent.ts';

export type ForeignClientName = Exclude<ClientName, 'seedbed'>;

/** The clients of others that can be members. */
export const CLIENTS_OF_OTHERS: { readonly [Name in ForeignClientName]: Client } = {
  ...{ transmission, aria2, libtorrent, webtorrent },
};
