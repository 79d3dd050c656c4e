import type { Command } from '../command.ts';
import { createCommand } from './create.ts';
import { decodeCommand } from './decode.ts';
import { getCommand } from './get.ts';
import { handshakeCommand } from './handshake.ts';
import { peerCommand } from './peer.ts';
import { peersCommand } from './peers.ts';
import { reportCommand } from './report.ts';
import { seedCommand } from './seed.ts';
import { showCommand } from './show.ts';
import { swarmCommand } from './swarm.ts';
import { trackerCommand } from './tracker.ts';
import { verifyCommand } from './verify.ts';

/** All commands, in the order in which `--help` lists them. */
export const commands: readonly Command[] = [
  swarmCommand,
  reportCommand,
  trackerCommand,
  createCommand,
  showCommand,
  seedCommand,
  getCommand,
  peerCommand,
  verifyCommand,
  decodeCommand,
  peersCommand,
  handshakeCommand,
];
