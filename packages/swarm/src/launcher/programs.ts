import { SwarmFailure } from '../failure.ts';
import { Program, type ProgramOptions } from './program.ts';
import { stopPrograms } from './stop-programs.ts';

// A peer waits up to 3 s for the tracker to hear its goodbye; all of it has to fit into the 5 s of a Ctrl-C.
const PEERS_PATIENCE_MS = 3_500;
const TRACKER_PATIENCE_MS = 700;

/** All processes of a run, and the one place where they end. */
export class Programs {
  readonly #peers: Program[] = [];
  readonly #trackers: Program[] = [];
  readonly #onDeath: (failure: SwarmFailure) => void;
  #stopping: Promise<void> | undefined;

  /** @param onDeath is told when a process is gone that nobody asked to leave. */
  constructor(onDeath: (failure: SwarmFailure) => void) {
    this.#onDeath = onDeath;
  }

  startTracker(options: ProgramOptions): void {
    this.#start(this.#trackers, 'tracker-failed', options);
  }

  startPeer(options: ProgramOptions): void {
    this.#start(this.#peers, 'peer-failed', options);
  }

  /** Ends everything: the peers say goodbye to the tracker, then the tracker goes. Never takes longer than 5 s. */
  stop(): Promise<void> {
    this.#stopping ??= stopPrograms(this.#peers, PEERS_PATIENCE_MS).then(() =>
      stopPrograms(this.#trackers, TRACKER_PATIENCE_MS),
    );
    return this.#stopping;
  }

  #start(list: Program[], code: 'tracker-failed' | 'peer-failed', options: ProgramOptions): void {
    // Asked to stop while the start was still under way: nothing may come into being behind the back of `stop`.
    if (this.#stopping !== undefined) return;
    const program = new Program(options);
    list.push(program);
    void program.gone.then(() => {
      if (this.#stopping !== undefined) return;
      this.#onDeath(new SwarmFailure(code, `${program.name} has ended unexpectedly: ${program.obituary}`));
    });
  }
}
