import type { Network } from './network.ts';
import type { RouteName, Transport } from './route.ts';
import type { Role } from './told.ts';

/** What a client is started for. */
export interface Job {
  /** Path of the .torrent file. */
  readonly torrent: string;
  /** The folder that holds the content, or gets it. */
  readonly dir: string;
  /** The address to listen on, and to dial and announce from, where the client can be told one. */
  readonly ip: string;
  /** What it announces over. */
  readonly transport: Transport;
  /** An empty folder for its settings and state. */
  readonly scratch: string;
}

/** A client at work on one torrent. */
export interface RunningClient {
  /**
   * `undefined` when it says that it has all of the content; before that, how far it is, in its own words.
   *
   * @throws Error when it has ended without it
   */
  missing(): string | undefined | Promise<string | undefined>;
  /** Ends it in good order, so that everything is on the disk. */
  stop(): Promise<void>;
}

/** A client tells the tracker another story than it should. */
export interface OddStory {
  readonly transport: Transport;
  readonly role: Role;
  /** What it tells, such as `started`. */
  readonly story: string;
  /** Why, or what was seen, for those who read the matrix. */
  readonly reason: string;
}

/**
 * A BitTorrent client, as the matrix drives it: with the settings it comes with, unless a comment says why not, and with
 * everything off that finds peers without the tracker.
 */
export interface Client {
  readonly name: string;
  /** What sets it apart from the same client tried otherwise. */
  readonly variant?: string;
  /** Where it, and whom it meets, live. */
  readonly network: Network;
  /** Whether it gets through to one of us that the tracker names. If not, it gets there first, and we dial it. */
  readonly dials: boolean;
  /** Whether empty files are missing from what it has downloaded. */
  readonly leavesOutEmptyFiles?: true;
  /** Whether it leaves by itself when it has downloaded everything. */
  readonly leavesWhenComplete?: true;
  /** Ways to a tracker that it does not know, and why. */
  readonly unable?: Readonly<Partial<Record<RouteName, string>>>;
  readonly oddStories?: readonly OddStory[];
  /** What is installed, or why nothing is. */
  find(): { readonly version: string } | { readonly obstacle: string };
  /** Starts it with all of the content in `job.dir`. */
  startSeed(job: Job): Promise<RunningClient>;
  /** Starts it with `job.dir` empty. */
  startLeech(job: Job): Promise<RunningClient>;
}
