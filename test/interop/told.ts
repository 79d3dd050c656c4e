import { readFileSync } from 'node:fs';

/** What a peer was when it came. */
export type Role = 'seed' | 'leech';

/** The events of each party in the order in which they came, such as `started completed stopped`. */
export type Stories = Readonly<Record<Role, string>>;

/** How many announces told of each event, `periodic` being none. */
type EventCounts = Readonly<Record<'started' | 'completed' | 'stopped' | 'periodic', number>>;

/** What a tracker was told. */
export interface Told {
  readonly stories: Stories;
  readonly events: EventCounts;
  /** What was refused, each with its reason. */
  readonly refused: readonly string[];
}

interface AnnounceLine {
  readonly type: string;
  /** Absent when the announce was not understood. */
  readonly remote?: string;
  readonly event: keyof EventCounts;
  /** Bytes. */
  readonly left: number;
  readonly reason?: string;
}

/** Our own tracker's words; they are trusted as they stand. */
const announcesIn = (path: string): readonly AnnounceLine[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line): AnnounceLine => JSON.parse(line))
    .filter(({ type }) => type === 'announce-served' || type === 'announce-refused');

const byParty = (announces: readonly AnnounceLine[]): readonly (readonly AnnounceLine[])[] =>
  [...new Set(announces.flatMap(({ remote }) => remote ?? []))].map((party) =>
    announces.filter(({ remote }) => remote === party),
  );

/** Reads the record of announces that `seedbed tracker --events` writes. What comes between events is no part of a story. */
export const readTold = (path: string): Told => {
  const announces = announcesIn(path);
  const storyOf = (role: Role): string =>
    byParty(announces)
      .filter(([first]) => (first?.left === 0) === (role === 'seed'))
      .map((party) => party.flatMap(({ event }) => (event === 'periodic' ? [] : [event])).join(' '))
      .join(', and another: ');
  const count = (wanted: keyof EventCounts): number => announces.filter(({ event }) => event === wanted).length;
  return {
    stories: { seed: storyOf('seed'), leech: storyOf('leech') },
    events: {
      started: count('started'),
      completed: count('completed'),
      stopped: count('stopped'),
      periodic: count('periodic'),
    },
    refused: announces.flatMap(({ remote, reason }) =>
      reason === undefined ? [] : [`${remote ?? 'somebody'}: ${reason}`],
    ),
  };
};
