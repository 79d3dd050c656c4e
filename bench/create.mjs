import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startSeedbed } from './clients/seedbed.mjs';

/** Bytes of the units that the command prints. */
const UNITS = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };

/** Makes a torrent of a file. Answers the seconds of the whole command, and the rate that it prints of the hashing alone. */
export async function create(content, { folder, state }) {
  const output = join(folder, 'created.torrent');
  const program = startSeedbed(['create', content, '--piece-length', '256KiB', '-o', output], state);
  const seconds = await program.succeeds();
  const [, value, unit] = /\(([\d.]+)([KMG]iB)\/s\)/.exec(program.text) ?? [];
  await rm(output);
  return { seconds, rate: unit === undefined ? undefined : Number(value) * UNITS[unit] };
}
