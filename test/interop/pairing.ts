import type { Client } from './client.ts';
import { type Content, contents } from './contents.ts';
import type { Network } from './network.ts';
import { type Route, routes } from './route.ts';
import { opentracker } from './trackers/opentracker.ts';
import { seedbedTracker } from './trackers/seedbed-tracker.ts';
import type { Tracker } from './trackers/tracker.ts';

export type Direction = 'we seed' | 'it seeds';

/** One thing to try: who gets what from whom, found through whom. */
export interface Pairing {
  readonly client: Client;
  readonly direction: Direction;
  readonly tracker: Tracker;
  readonly route: Route;
  readonly content: Content;
}

/** The columns of the matrix. Contents are tried over HTTP alone: what a tracker is asked over has nothing to do with them. */
const columns: readonly Pick<Pairing, 'tracker' | 'route' | 'content'>[] = [
  { tracker: seedbedTracker, route: routes.http, content: contents.file },
  { tracker: seedbedTracker, route: routes.http, content: contents.folder },
  { tracker: seedbedTracker, route: routes.udp, content: contents.file },
  { tracker: seedbedTracker, route: routes.http6, content: contents.file },
  { tracker: seedbedTracker, route: routes.udp6, content: contents.file },
  { tracker: opentracker, route: routes.http, content: contents.file },
  { tracker: opentracker, route: routes.http, content: contents.folder },
];

/** A client in these directions, in every column. One that is at home in a network of its own is tried there alone. */
export const pairingsOf = (client: Client, directions: readonly Direction[]): readonly Pairing[] =>
  directions.flatMap((direction) =>
    columns
      .filter(({ route }) => client.network === 'loopback' || !('network' in route))
      .map((column) => ({ client, direction, ...column })),
  );

/** Where the parties of a pairing live. */
export const networkOf = ({ client, route }: Pairing): Network => route.network ?? client.network;

/** Whether a pairing is one of the few that show most in little time: one file, each over another way to a tracker. */
export const isSample = ({ direction, tracker, route, content }: Pairing): boolean =>
  content === contents.file &&
  (direction === 'we seed'
    ? tracker === seedbedTracker && route === routes.http
    : tracker === opentracker || route === routes.udp);
