import type { TrackerFigures } from '../tracker-figures.ts';
import type { Doors } from './doors.ts';

/** The others, as the first process needs them. */
export interface OtherProcesses {
  /** Begins when the doors are open. Rejects with what one of them could not start for; `close` follows then too. */
  start(doors: Doors): Promise<void>;
  /** Ends before what they are given does. */
  close(): Promise<void>;
  /** Of all processes together. */
  figures(): Promise<TrackerFigures>;
}
