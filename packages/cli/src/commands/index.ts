import type { Command } from '../command.ts';
import { showCommand } from './show.ts';
import { swarmCommand } from './swarm.ts';

/** All commands, in the order in which `--help` lists them. */
export const commands: readonly Command[] = [swarmCommand, showCommand];
