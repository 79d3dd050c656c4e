import type { ForeignProgram } from './foreign-program.ts';

/** What a client is started for. */
export interface ClientJob {
  /** Path of the metainfo file. */
  readonly torrent: string;
  /** The folder that holds the content, or gets it. */
  readonly dir: string;
  /** Where it listens, and dials from. */
  readonly ip: string;
  /** An empty folder for its settings and state. */
  readonly scratch: string;
  readonly role: 'seed' | 'leech';
}

/** What a client says of its torrent. Bytes are payload since its start, as far as it counts them. */
export interface ClientState {
  /** Pieces that it has, as in a `bitfield` message of BEP 3. */
  readonly have: Uint8Array;
  readonly isComplete: boolean;
  readonly uploaded: number;
  readonly downloaded: number;
}

/**
 * A BitTorrent client that can be a member of a swarm: with the settings it comes with, unless a comment says why not, and
 * with everything off that finds peers without the tracker.
 */
export interface Client {
  /** The one command that installs it. */
  readonly installedBy: string;
  /** A command that succeeds where it is installed. */
  readonly trial: readonly string[];
  /** Where it listens. */
  readonly port: number;
  /** Its command; what it needs in the scratch folder is there then. */
  prepare(job: ClientJob): Promise<readonly string[]>;
  /** Answers how its torrent is; undefined while it does not answer. */
  ask(job: ClientJob, program: ForeignProgram): Promise<ClientState | undefined>;
}
