import { messageOf, SwarmFailure } from '../failure.ts';
import type { ScenarioTracker, TrackerState } from '../scenario/scenario.ts';
import { askHealth } from './ask-health.ts';
import { Change } from './change.ts';
import type { Program } from './program.ts';
import type { Programs } from './programs.ts';
import { putFaults } from './put-faults.ts';
import type { RunNetwork } from './run-network.ts';

/** What events call the tracker of a run. */
export const TRACKER_NAME = 'tracker';

/** How long it has to leave, ms. */
const PATIENCE = 700;

export interface RunTrackerComponents {
  readonly programs: Programs;
  readonly network: Pick<RunNetwork, 'tracker' | 'entryOf' | 'ask'>;
  readonly settings: ScenarioTracker;
  readonly onEvents: (text: string) => void;
  /** Told when what a plan wants of it can't be done. */
  readonly onFailure: (failure: SwarmFailure) => void;
  readonly signal: AbortSignal;
}

interface Ready {
  readonly urls: readonly string[];
  readonly control: string;
}

/** The tracker of a run, which may go away, come again at the same addresses, and answer with faults. */
export class RunTracker {
  readonly #components: RunTrackerComponents;
  readonly #change = new Change();
  #program: Program | undefined;
  #ready: Ready | undefined;
  /** What it is to become is done one after the other. */
  #becoming: Promise<void> = Promise.resolve();

  constructor(components: RunTrackerComponents) {
    this.#components = components;
  }

  /** Waits until it is healthy, and answers its announce URLs: over HTTP, then over UDP where it has one. */
  async start(): Promise<readonly string[]> {
    const { settings, network, signal } = this.#components;
    const { urls } = await this.#fork('0', settings.udp ? '0' : undefined);
    const [url = ''] = urls;
    try {
      if (!(await askHealth(network.ask, url, signal))) throw new Error('its health check does not answer 200');
    } catch (error) {
      signal.throwIfAborted();
      throw new SwarmFailure('tracker-failed', `tracker at ${url}: ${messageOf(error)}`, { cause: error });
    }
    return urls;
  }

  /** Goes away, comes again without any fault, or answers with a fault from now on. */
  become(state: TrackerState): void {
    this.#becoming = this.#becoming
      .then(() => this.#become(state))
      .catch((error: unknown) => {
        const { signal, onFailure } = this.#components;
        if (signal.aborted) return;
        onFailure(new SwarmFailure('tracker-failed', `the tracker: ${messageOf(error)}`, { cause: error }));
      });
  }

  async #become(state: TrackerState): Promise<void> {
    if (state === 'down') return this.#leave();
    if (this.#program?.isRunning !== true) await this.#comeAgain();
    const { network, signal } = this.#components;
    await putFaults(network.ask, this.#ready?.control ?? '', state === 'up' ? [] : [state.fault], signal);
  }

  async #leave(): Promise<void> {
    const program = this.#program;
    program?.dismiss('SIGTERM');
    const late = setTimeout(() => program?.dismiss('SIGKILL'), PATIENCE);
    await program?.gone;
    clearTimeout(late);
  }

  /** At the ports that stand in the torrent. */
  async #comeAgain(): Promise<void> {
    const [http, udp] = (this.#ready?.urls ?? []).map((url) => new URL(url).port);
    await this.#fork(http ?? '0', udp);
  }

  async #fork(httpPort: string, udpPort: string | undefined): Promise<Ready> {
    const { programs, network, settings, onEvents, signal } = this.#components;
    const { ip, control } = network.tracker;
    let ready: Ready | undefined;
    this.#program = programs.startTracker({
      name: TRACKER_NAME,
      entry: network.entryOf(TRACKER_NAME),
      module: new URL(import.meta.resolve('@seedbed/tracker/process')),
      config: {
        http: `${ip}:${httpPort}`,
        ...(udpPort !== undefined && { udp: `${ip}:${udpPort}` }),
        control: `${control}:0`,
        interval: `${settings.interval}ms`,
        'min-interval': '1s',
        'log-level': 'warn',
      },
      onMessage: (message) => {
        ready ??= readyIn(message);
        this.#change.tell();
      },
      onEvents,
    });
    await this.#change.until(() => ready !== undefined, signal);
    this.#ready = ready ?? { urls: [], control: '' };
    return this.#ready;
  }
}

const readyIn = (message: { readonly type: string }): Ready | undefined => {
  if (message.type !== 'ready' || !('urls' in message) || !('control' in message)) return undefined;
  const { urls, control } = message;
  const isList = Array.isArray(urls) && urls.every((url) => typeof url === 'string');
  return isList && typeof control === 'string' ? { urls, control } : undefined;
};
