import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { ActionError, createDashboard, Journal } from '@seedbed/dashboard';
import type { Endpoint } from '@seedbed/settings';
import { HandActionError, type RunWatcher, type WatchedRun } from '@seedbed/swarm';
import { explainError } from '../explain-error.ts';
import { DashboardServer } from './dashboard-server.ts';
import { handActionOf } from './hand-action.ts';
import { liveHeader } from './live-header.ts';

/** Shows the runs of a scenario while they go on, one after another, at one address. */
export class LiveDashboard {
  readonly #server: DashboardServer;
  readonly #say: (line: string) => void;
  readonly #token = randomBytes(16).toString('hex');
  #journal: Journal | undefined;
  #isTold = false;

  private constructor(server: DashboardServer, say: (line: string) => void) {
    this.#server = server;
    this.#say = say;
  }

  /** @param say takes the line that names the address, and what else there is to say of it */
  static async open(listen: Endpoint, say: (line: string) => void): Promise<LiveDashboard> {
    return new LiveDashboard(await DashboardServer.listen(listen), say);
  }

  /** A run that can't be shown goes on all the same. */
  async watch(run: WatchedRun): Promise<RunWatcher> {
    try {
      await this.#journal?.close();
      this.#journal = await Journal.open(join(run.folder, 'live.ndjson'));
    } catch (error) {
      this.#say(`dashboard: this run is not shown: ${explainError(error).line}`);
      return { onLine: () => {}, end: () => {} };
    }
    return this.#show(run, this.#journal);
  }

  #show(run: WatchedRun, journal: Journal): RunWatcher {
    const act = async (action: Parameters<typeof handActionOf>[0]): Promise<void> => {
      try {
        await run.act(handActionOf(action));
      } catch (error) {
        throw error instanceof HandActionError ? new ActionError(error.message) : error;
      }
    };
    this.#server.show(createDashboard({ header: liveHeader(run), source: { journal }, act, token: this.#token }));
    this.#tell();
    return {
      onLine: (line) => journal.append(line),
      end: (ending) => journal.end(ending),
    };
  }

  /** Once for all runs: the address stays. */
  #tell(): void {
    if (this.#isTold) return;
    this.#isTold = true;
    for (const line of [this.#server.url(this.#token), ...this.#server.warning(this.#token)]) {
      this.#say(`dashboard: ${line}`);
    }
  }

  async close(): Promise<void> {
    this.#journal?.end();
    await this.#server.close();
    await this.#journal?.close();
  }
}
