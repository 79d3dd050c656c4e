import { createHash } from 'node:crypto';
import { encodeMetainfo, type MetainfoDescription, parseMetainfo } from '@seedbed/protocol';
import { expect, test } from 'vitest';
import { torrentTree } from '../src/torrent-tree.ts';

const tree = (description: Partial<MetainfoDescription>): string => {
  const bytes = encodeMetainfo({
    name: 'a',
    pieceLength: 16_384,
    pieces: new Uint8Array(20),
    length: 5,
    ...description,
  } as MetainfoDescription);
  const lines = torrentTree(parseMetainfo(bytes, (part) => createHash('sha1').update(part).digest()));
  return lines.join('\n').replace(/[0-9a-f]{40}/, 'HASH');
};

test('one file', () => {
  expect(tree({ name: 'film.mkv', announceTiers: [['http://a/announce', 'http://b/announce'], ['udp://c:1']] })).toBe(
    `film.mkv
├─ info hash  HASH
├─ content    5B (5 bytes) in 1 file, 1 piece of 16KiB
├─ trackers
│  ├─ tier 1  http://a/announce, http://b/announce
│  └─ tier 2  udp://c:1
└─ files
   └─ 1  film.mkv  5B`,
  );
});

test('a folder, with all that people may have written into it', () => {
  const files = [
    { path: ['readme'], length: 1 },
    { path: ['cd 1', 'track 1'], length: 3 },
    { path: ['cd 1', 'bonus', 'x'], length: 0 },
    { path: ['run.sh'], length: 1, executable: true },
  ];
  const { length: _, ...folder } = {
    length: 5,
    name: 'music',
    files,
    comment: 'two\nlines\u001b[31m',
    private: true,
    creationDate: 0,
  };
  expect(tree({ ...folder, length: undefined } as never)).toBe(
    `music
├─ info hash  HASH
├─ content    5B (5 bytes) in 4 files, 1 piece of 16KiB
├─ private    peers come from the trackers alone
├─ comment    two lines [31m
├─ made on    1970-01-01T00:00:00.000Z
├─ trackers   none
└─ files
   ├─ cd 1/
   │  ├─ bonus/
   │  │  └─ 3  x  0B
   │  └─ 2  track 1  3B
   ├─ 1  readme  1B
   └─ 4  run.sh  1B  executable`,
  );
});
