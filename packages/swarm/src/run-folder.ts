import { mkdir, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { makeFolders } from '@seedbed/peer/make-folders';
import { messageOf, SwarmFailure } from './failure.ts';
import type { RunSummary } from './run-summary.ts';
import type { RunPlan } from './scenario/run-plan.ts';

const isInside = (path: string, folder: string): boolean => {
  const way = relative(folder, path);
  return way === '' || (!way.startsWith('..') && !way.startsWith('/'));
};

/**
 * What a run leaves behind: `scenario.yaml`, `manifest.json`, `timeline.json`, `events.ndjson`, `summary.json` and the
 * torrent; and, while it runs or with `--keep`, the peers' content.
 */
export class RunFolder {
  readonly path: string;
  readonly events: string;
  readonly torrent: string;

  private constructor(path: string) {
    this.path = path;
    this.events = join(path, 'events.ndjson');
    this.torrent = join(path, 'content.torrent');
  }

  /** Makes the folder, which must not hold anything yet nor lie in `source`, the user's content. */
  static async create(path: string, source: string | undefined): Promise<RunFolder> {
    const folder = resolve(path);
    if (source !== undefined && isInside(folder, await realpath(source))) {
      throw new SwarmFailure(
        'folder-unusable',
        `${path} lies inside ${source}; name a folder outside of it with --out`,
      );
    }
    try {
      makeFolders(folder);
      if ((await readdir(folder)).length > 0) {
        throw new SwarmFailure('folder-unusable', `${path} is not empty; name a new folder with --out`);
      }
      await mkdir(join(folder, 'content'));
    } catch (error) {
      if (error instanceof SwarmFailure) throw error;
      throw new SwarmFailure('folder-unusable', `${path} can't be used for the run: ${messageOf(error)}`, {
        cause: error,
      });
    }
    return new RunFolder(folder);
  }

  /** The folder below which one peer keeps its content; `source` is where the seeds find it. */
  contentOf(peer: string): string {
    return join(this.path, 'content', peer);
  }

  async writeManifest(manifest: unknown): Promise<void> {
    await this.#writeJson('manifest.json', manifest);
  }

  /** The scenario as it was given. */
  async writeScenario(text: string): Promise<void> {
    await writeFile(join(this.path, 'scenario.yaml'), text);
  }

  /** Arrivals and faults, as the scenario and its seed value decide them; JSON has no Infinity, and null is no limit. */
  async writePlan(plan: RunPlan): Promise<void> {
    await this.#writeJson('timeline.json', plan);
  }

  async writeSummary(summary: RunSummary): Promise<void> {
    await this.#writeJson('summary.json', summary);
  }

  async deleteContent(): Promise<void> {
    await rm(join(this.path, 'content'), { recursive: true, force: true, maxRetries: 3 });
  }

  async #writeJson(name: string, document: unknown): Promise<void> {
    await writeFile(join(this.path, name), `${JSON.stringify(document, null, 2)}\n`);
  }
}
