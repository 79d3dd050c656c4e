import { join } from 'node:path';
import { createTorrent } from '@seedbed/peer/content';
import { type ContentPlan, resultTable, runSwarm, type SwarmResult, summaryLine } from '@seedbed/swarm';
import type { CommandContext } from '../command-context.ts';
import { paintFor } from '../paint.ts';
import { EXIT, usageProblem } from '../problem.ts';
import { createProgressView } from '../progress-view.ts';
import { swarmLine, swarmLines } from '../swarm-view.ts';

/** The settings of the command, as its table gives them. */
export interface SwarmCommandSettings {
  readonly seeds: number;
  readonly leeches: number;
  readonly size: number;
  readonly file: string | undefined;
  readonly pieceLength: number | undefined;
  readonly upload: number | undefined;
  readonly download: number | undefined;
  readonly fabric: 'processes' | 'virtual';
  readonly addresses: 'own' | 'shared' | undefined;
  readonly out: string | undefined;
  readonly keep: boolean;
  readonly seedValue: number;
  readonly stallAfter: number;
  readonly json: boolean;
}

/** `runs/2026-11-23T01-40-07-swarm`: sorts by time, and every file system takes it. */
const defaultFolder = (): string => join('runs', `${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}-swarm`);

const contentOf = ({ file, size, seedValue }: SwarmCommandSettings): ContentPlan =>
  file === undefined ? { kind: 'generated', size, seedValue } : { kind: 'path', path: file };

const refuseWhatIsToCome = (settings: SwarmCommandSettings, scenario: string | undefined): void => {
  if (scenario !== undefined) {
    throw usageProblem(
      `'${scenario}': scenario files are to come; describe the swarm with flags, see seedbed swarm --help`,
    );
  }
  if (settings.fabric === 'virtual') throw usageProblem('--fabric virtual is to come; leave it out for real processes');
};

const statusOf = (result: SwarmResult, { interruption }: CommandContext): number => {
  if (result.outcome === 'verified') return EXIT.ok;
  return result.outcome === 'interrupted' ? (interruption.status ?? EXIT.failed) : EXIT.failed;
};

/** Runs a swarm and tells how it went. */
export const swarm = async (
  settings: SwarmCommandSettings,
  scenario: string | undefined,
  context: CommandContext,
): Promise<number> => {
  refuseWhatIsToCome(settings, scenario);
  const view = await createProgressView(context.say);
  const paint = paintFor(process.env);
  const { columns = 80, rows = 24 } = process.stderr;
  const result = await runSwarm(
    {
      seeds: settings.seeds,
      leeches: settings.leeches,
      content: contentOf(settings),
      pieceLength: settings.pieceLength,
      uploadLimit: settings.upload,
      downloadLimit: settings.download,
      addresses: settings.addresses,
      folder: settings.out ?? defaultFolder(),
      keep: settings.keep,
      stallAfter: settings.stallAfter,
    },
    {
      createTorrent: (path, { announce, pieceLength, signal, onProgress }) =>
        createTorrent(path, {
          announceTiers: [[announce]],
          signal,
          onProgress,
          onSkipped: (skipped) => view.note(`left out, neither a file nor a folder: ${skipped}`),
          ...(pieceLength !== undefined && { pieceLength }),
        }),
      signal: context.interruption.signal,
      onStatus: (status) =>
        view.show(
          status.phase,
          () => swarmLines(status, { columns, rows, paint }),
          () => swarmLine(status),
        ),
    },
  ).finally(() => view.end());
  tell(result, settings.json, context);
  return statusOf(result, context);
};

const tell = (result: SwarmResult, json: boolean, { print, say }: CommandContext): void => {
  if (json) print(JSON.stringify(result, null, 2));
  else {
    if (result.leeches.length > 0) for (const line of resultTable(result)) print(line);
    if (result.outcome === 'verified') print(summaryLine(result));
    print(`run's folder: ${result.folder}`);
  }
  if (result.outcome !== 'verified') say(`seedbed: ${summaryLine(result)}`);
};
