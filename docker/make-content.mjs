#!/usr/bin/env node
// make-content.mjs SIZE FILE: writes the content that the swarm in containers shares. A size stands for the same bytes in
// every container, so each seed makes its own, and only the torrent file has to be handed from one container to another.
import { rm } from 'node:fs/promises';
import { parseSize } from '@seedbed/settings';
import { writeGeneratedContent } from '@seedbed/swarm';

const SEED_VALUE = 1;

const [sizeText, file] = process.argv.slice(2);
if (sizeText === undefined || file === undefined) {
  console.error('make-content.mjs wants a SIZE and a FILE');
  process.exit(2);
}
const size = parseSize(sizeText);
if (!size.ok) {
  console.error(`SIZE: ${size.problem}`);
  process.exit(2);
}
// A container that was stopped and started again finds its old file, which may be half of one.
await rm(file, { force: true });
await writeGeneratedContent(file, size.value, SEED_VALUE, new AbortController().signal);
