import { SwarmFailure } from '../failure.ts';
import { Program, type ProgramOptions } from './program.ts';
import { stopPrograms } from './stop-programs.ts';

// A peer waits up to 3 s for the tracker to hear its goodbye; all of it has to fit into the 5 s of a Ctrl-C.
const PEERS_PATIENCE_MS = 3_500;
const TRACKER_PATIENCE_MS = 700;

/** All processes of a run, and the one place where they end. */
export class Programs {
  readonly #hosts: Program[] = [];
  readonly #trackers: Program[] = [];
  readonly #onDeath: (failure: SwarmFailure) => void;
  #stopping: Promise<void> | undefined;

  /** @param onDeath is told when a process is gone that nobody asked to leave. */
  constructor(onDeath: (failure: SwarmFailure) => void) {
    this.#onDeath = onDeath;
  }

  /** Answers undefined when everything is being stopped. */
  startTracker(options: ProgramOptions): Program | undefined {
    return this.#start(this.#trackers, 'tracker-failed', options);
  }

  /** Starts a process of peers. Answers undefined when everything is being stopped. */
  startHost(options: ProgramOptions): Program | undefined {
    return this.#start(this.#hosts, 'peer-failed', options);
  }

  /** Processes that are there still. */
  get left(): number {
    return [...this.#hosts, ...this.#trackers].filter(({ pid }) => pid !== undefined && isThere(pid)).length;
  }

  /** Ends everything: the peers say goodbye to the tracker, then the tracker goes. Never takes longer than 5 s. */
  stop(): Promise<void> {
    this.#stopping ??= stopPrograms(this.#hosts, PEERS_PATIENCE_MS).then(() =>
      stopPrograms(this.#trackers, TRACKER_PATIENCE_MS),
    );
    return this.#stopping;
  }

  #start(list: Program[], code: 'tracker-failed' | 'peer-failed', options: ProgramOptions): Program | undefined {
    // Asked to stop while the start was still under way: nothing may come into being behind the back of `stop`.
    if (this.#stopping !== undefined) return undefined;
    const program = new Program(options);
    list.push(program);
    void program.gone.then(() => {
      if (this.#stopping !== undefined || program.isDismissed) return;
      this.#onDeath(new SwarmFailure(code, `${program.name} has ended unexpectedly: ${program.obituary}`));
    });
    return program;
  }
}

/** Whether there is a process with this id: a signal of 0 only looks. */
const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
