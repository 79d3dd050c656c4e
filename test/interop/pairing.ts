import type { Client } from './client.ts';
import { type Content, contents } from './contents.ts';
import { opentracker } from './trackers/opentracker.ts';
import { seedbedTracker } from './trackers/seedbed-tracker.ts';
import type { Tracker } from './trackers/tracker.ts';

export type Direction = 'we seed' | 'it seeds';

/** One thing to try: who gets what from whom, found through whom. */
export interface Pairing {
  readonly client: Client;
  readonly direction: Direction;
  readonly tracker: Tracker;
  readonly content: Content;
}

/** A client in these directions, with every tracker and every content. */
export const pairingsOf = (client: Client, directions: readonly Direction[]): readonly Pairing[] =>
  directions.flatMap((direction) =>
    [seedbedTracker, opentracker].flatMap((tracker) =>
      Object.values(contents).map((content) => ({ client, direction, tracker, content })),
    ),
  );

/** Whether a pairing is one of the few that show most: one file, either direction, each through another tracker. */
export const isSample = ({ direction, tracker, content }: Pairing): boolean =>
  content === contents.file && (tracker === seedbedTracker) === (direction === 'we seed');
