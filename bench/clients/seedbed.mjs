import { fileURLToPath } from 'node:url';
import { Program } from '../program.mjs';

const COMMAND = fileURLToPath(new URL('../../packages/cli/bin/seedbed.js', import.meta.url));

/** Runs one of our commands. @param state the folder of its journals */
export const startSeedbed = (args, state) =>
  new Program(process.execPath, [COMMAND, ...args], { env: { ...process.env, XDG_STATE_HOME: state } });

export const seedbed = {
  name: 'seedbed',
  version: () => `on Node ${process.version}`,
  startSeed: async ({ torrent, dir, ip, state }) => {
    const program = startSeedbed(['peer', torrent, '--dir', dir, '--listen', `${ip}:6881`], state);
    await program.says(/^verified /m);
    return program;
  },
  startLeech: ({ torrent, dir, ip, state, seedIp }) =>
    startSeedbed(['get', torrent, '--dir', dir, '--listen', `${ip}:6881`, '--connect', `${seedIp}:6881`], state),
};
