import type { LeechResult } from '../swarm-result.ts';
import type { SwarmProgress } from './swarm-progress.ts';

/** What the check of one leech's files found: undefined is not checked, null is equal, else the path that differs. */
export type CheckedFiles = ReadonlyMap<string, string | null>;

/** The leeches at the end of a run, from their events and from the check of their files. */
export const leechResults = (progress: SwarmProgress, checked: CheckedFiles): LeechResult[] =>
  progress.leeches.map((record) => {
    const { startedAt, completedAt, member } = record;
    const time = startedAt === undefined || completedAt === undefined ? null : completedAt - startedAt;
    const differs = checked.get(member.name);
    return {
      name: member.name,
      bytes: record.bytes,
      time,
      rate: time === null ? null : record.rate(completedAt ?? 0),
      ...progress.sharesOf(record),
      wasted: record.wasted,
      verified: differs === undefined ? null : differs === null,
      differs: differs ?? null,
    };
  });

/** From the first start of a leech to the last completion, ms; null unless all have completed. */
export const swarmTime = (progress: SwarmProgress): number | null => {
  if (!progress.allComplete) return null;
  const starts = progress.leeches.map(({ startedAt }) => startedAt ?? Number.POSITIVE_INFINITY);
  const ends = progress.leeches.map(({ completedAt }) => completedAt ?? Number.NEGATIVE_INFINITY);
  return Math.max(...ends) - Math.min(...starts);
};

/** How often the seeds together have sent the content. */
export const seedCopies = (progress: SwarmProgress, length: number): number =>
  progress.leeches.reduce((sum, record) => sum + progress.sharesOf(record).fromSeeds, 0) / length;
