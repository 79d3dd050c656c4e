import { join, resolve } from 'node:path';
import { createTorrent } from '@seedbed/peer/content';
import { parseEndpoint } from '@seedbed/settings';
import {
  figureLines,
  isAsExpected,
  junitReport,
  parseScenario,
  type RepeatedSummary,
  type RunSummary,
  repetitionLines,
  resultTable,
  runScenario,
  summaryLine,
  verdictLines,
  writeScenario,
} from '@seedbed/swarm';
import type { CommandContext } from '../command-context.ts';
import type { LiveDashboard } from '../dashboard/live-dashboard.ts';
import { paintFor } from '../paint.ts';
import { EXIT, misuse, usageProblem } from '../problem.ts';
import { createProgressView } from '../progress-view.ts';
import { refuseUnwritable } from '../refuse-unwritable.ts';
import { swarmLine, swarmLines } from '../swarm-view.ts';
import { writeWhole } from '../write-whole.ts';
import { type ReadScenario, readScenario } from './read-scenario.ts';

/** The settings of the command, as its table gives them. */
export interface SwarmCommandSettings {
  readonly seeds: number | undefined;
  readonly leeches: number | undefined;
  readonly size: number | undefined;
  readonly file: string | undefined;
  readonly pieceLength: number | undefined;
  readonly upload: number | undefined;
  readonly download: number | undefined;
  readonly latency: number | undefined;
  readonly fabric: 'processes' | 'virtual';
  readonly addresses: 'own' | 'shared' | undefined;
  readonly out: string | undefined;
  readonly keep: boolean;
  readonly seedValue: number | undefined;
  readonly stallAfter: number;
  readonly trace: readonly ('decisions' | 'wire' | 'none')[];
  readonly dashboard: string;
  readonly json: boolean;
  readonly junit: string | undefined;
}

/** What describes the swarm, which a scenario does in its file. */
const DESCRIBING = ['seeds', 'leeches', 'size', 'file', 'pieceLength', 'upload', 'download', 'latency'] as const;

const MIB = 1024 * 1024;

/** `runs/2026-11-23T01-40-07-baseline`: sorts by time, and every file system takes it. */
const defaultFolder = (name: string): string =>
  join('runs', `${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}-${name}`);

/** Runs a swarm, of a scenario or of flags, and tells how it went. */
export const swarm = async (
  settings: SwarmCommandSettings,
  asked: string | undefined,
  context: CommandContext,
): Promise<number> => {
  if (settings.fabric === 'virtual') throw usageProblem('--fabric virtual is to come; leave it out for real processes');
  const { scenario, name, text } = asked === undefined ? ofFlags(settings) : await ofFile(asked, settings);
  const folder = settings.out ?? defaultFolder(name);
  if (settings.junit !== undefined) await refuseUnwritable(settings.junit, '--junit', folder);
  const view = await createProgressView(context.say);
  const paint = paintFor(process.env);
  const { columns = 80, rows = 24 } = process.stderr;
  const shown = await openDashboard(settings.dashboard, (line) => view.note(line));
  const summary = await runScenario(
    {
      scenario: { ...scenario, seedValue: settings.seedValue ?? scenario.seedValue },
      name,
      text,
      folder,
      keep: settings.keep,
      stallAfter: settings.stallAfter,
      addresses: settings.addresses,
      ...(settings.trace.length > 0 && { trace: settings.trace.filter((name) => name !== 'none') }),
    },
    {
      createTorrent: (path, { announce, pieceLength, signal, onProgress }) =>
        createTorrent(path, {
          announceTiers: announce.map((url) => [url]),
          signal,
          onProgress,
          onSkipped: (skipped) => view.note(`left out, neither a file nor a folder: ${skipped}`),
          ...(pieceLength !== undefined && { pieceLength }),
        }),
      signal: context.interruption.signal,
      watch: shown && ((run) => shown.watch(run)),
      onStatus: (status) =>
        view.show(
          status.phase,
          () => swarmLines(status, { columns, rows, paint }),
          () => swarmLine(status),
        ),
    },
  ).finally(async () => {
    view.end();
    await shown?.close();
  });
  if (settings.json) context.print(JSON.stringify(summary, null, 2));
  else for (const line of asked === undefined ? plainLines(summary) : allLines(summary)) context.print(line);
  complain(summary, context);
  // Last: where it fails after all, the rest was told.
  if (settings.junit !== undefined) await writeWhole(settings.junit, new TextEncoder().encode(junitReport(summary)));
  return statusOf(summary, context);
};

/** Undefined where nobody wants one. */
const openDashboard = async (where: string, say: (line: string) => void): Promise<LiveDashboard | undefined> => {
  if (where === 'off') return undefined;
  const listen = parseEndpoint(where);
  if (!listen.ok) throw misuse('swarm', `--dashboard: ${listen.problem}, or off`);
  return (await import('../dashboard/live-dashboard.ts')).LiveDashboard.open(listen.value, say);
};

const ofFile = async (asked: string, settings: SwarmCommandSettings): Promise<ReadScenario> => {
  const given = DESCRIBING.filter((field) => settings[field] !== undefined).map(flagOf);
  if (given.length > 0) {
    throw misuse('swarm', `${given.join(', ')}: a scenario describes the swarm in its file, so change it there`);
  }
  return readScenario(asked);
};

const flagOf = (field: string): string => `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

const ofFlags = (settings: SwarmCommandSettings): ReadScenario => {
  const { seeds = 1, leeches = 8, size = 64 * MIB, file, seedValue = 1, latency = 0 } = settings;
  const { pieceLength, upload, download } = settings;
  const content = file === undefined ? { size } : { path: resolve(file) };
  const text = writeScenario({ seeds, leeches, content, pieceLength, upload, download, latency, seedValue });
  const parsed = parseScenario(text);
  if (!parsed.ok) throw usageProblem(parsed.problems.map(({ problem }) => problem).join('\n'));
  return { scenario: parsed.scenario, name: 'swarm', text };
};

const statusOf = (summary: RunSummary | RepeatedSummary, { interruption }: CommandContext): number => {
  if (isAsExpected(summary)) return EXIT.ok;
  return summary.outcome === 'interrupted' ? (interruption.status ?? EXIT.failed) : EXIT.failed;
};

/** A swarm of flags is told as a table; with limits theory has something to say of it. */
const plainLines = (summary: RunSummary | RepeatedSummary): string[] => {
  if ('runs' in summary) return allLines(summary);
  const figures = summary.figures?.bound.applies ? figureLines(summary) : [];
  return [...tableLines(summary), ...figures, folderLine(summary)];
};

const allLines = (summary: RunSummary | RepeatedSummary): string[] => [
  ...('runs' in summary ? repetitionLines(summary) : [...tableLines(summary), ...figureLines(summary)]),
  ...verdictLines(summary.verdicts),
  folderLine(summary),
];

const tableLines = (summary: RunSummary): string[] => [
  ...(summary.content === null ? [] : resultTable(summary)),
  ...(summary.outcome === 'verified' ? [summaryLine(summary)] : []),
];

const folderLine = ({ folder }: RunSummary | RepeatedSummary): string => `run's folder: ${folder}`;

/** What went wrong, in one line. */
const complain = (summary: RunSummary | RepeatedSummary, { say }: CommandContext): void => {
  if (summary.outcome !== 'verified') {
    say(`seedbed: ${'runs' in summary ? summary.reason : summaryLine(summary)}`);
    return;
  }
  const missed = summary.verdicts.filter(({ held }) => held !== true);
  if (missed.length === 0) return;
  say(`seedbed: expected ${missed.map(({ expectation, found }) => `${expectation}, but ${found}`).join('; ')}`);
};
