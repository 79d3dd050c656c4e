import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readTorrent } from '../src/read-torrent.ts';

test('a folder in place of a torrent is named', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'seedbed-'));
  try {
    await expect(readTorrent(folder)).rejects.toMatchObject({
      status: 1,
      message: `${folder} is a folder; a file is wanted`,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  ['magnet:?xt=urn:btih:0', 'magnet: links are not supported yet'],
  ['http://127.0.0.1/a.torrent', 'download the .torrent file first'],
])('%s is wrong usage', async (word, problem) => {
  await expect(readTorrent(word)).rejects.toMatchObject({ status: 2, message: expect.stringContaining(problem) });
});
