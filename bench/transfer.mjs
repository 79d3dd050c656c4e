import { randomInt } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { assertEqualFiles } from './content.mjs';
import { cpuSeconds, Sampler } from './sampler.mjs';

/** A loopback address that nobody else is likely to use at this moment. */
const loopbackIp = () => `127.${randomInt(1, 255)}.${randomInt(1, 255)}.${randomInt(1, 255)}`;

/** Starts the seed of a client, which then serves all its transfers. @param site the folder, the torrents, the tracker */
export async function startSeed(client, site) {
  const ip = loopbackIp();
  return { ip, program: await client.startSeed({ ...site, dir: site.folder, ip }) };
}

/**
 * One transfer: the time runs from the start of the first leech's process to the end of the last one's, when everything
 * is verified and has its final name. @throws Error when a leech fails, or a file differs from the source
 */
export async function transfer(client, seed, site, { size, leeches }) {
  const folder = await mkdtemp(join(site.folder, 'copies-'));
  const jobs = Array.from({ length: leeches }, (_, i) => ({
    ...site,
    dir: join(folder, String(i)),
    ip: loopbackIp(),
    seedIp: seed.ip,
  }));
  for (const { dir } of jobs) await mkdir(dir);
  const seedCpu = cpuSeconds(seed.program.pid);
  const programs = jobs.map((job) => client.startLeech(job));
  const sampler = new Sampler(
    programs.map(({ pid }) => pid),
    size * leeches,
  );
  try {
    await Promise.all(programs.map((program) => program.succeeds()));
  } finally {
    sampler.stop();
  }
  const { rate, memory, cpu } = sampler.figures();
  for (const { dir } of jobs) assertEqualFiles(site.content, join(dir, site.name));
  await rm(folder, { recursive: true });
  return {
    seconds: (Math.max(...programs.map(({ endedAt }) => endedAt)) - programs[0].startedAt) / 1_000,
    rate,
    memory,
    leechCpu: cpu,
    seedCpu: seedCpu === undefined ? undefined : cpuSeconds(seed.program.pid) - seedCpu,
  };
}
