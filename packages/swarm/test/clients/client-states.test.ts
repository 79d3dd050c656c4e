import { describe, expect, test } from 'vitest';
import { readAria2 } from '../../src/clients/aria2.ts';
import { ForeignEvents } from '../../src/clients/foreign-events.ts';
import { readLibtorrent } from '../../src/clients/libtorrent.ts';
import { readTransmission } from '../../src/clients/transmission.ts';
import { readWebtorrent } from '../../src/clients/webtorrent.ts';

describe('what a client says of its torrent', () => {
  test('aria2 in hexadecimal digits, with numbers as text', () => {
    const download = { bitfield: 'a0', completedLength: '20', totalLength: '30', uploadLength: '7' };
    expect(readAria2({ result: [download] })).toEqual({
      ...{ have: Uint8Array.of(0xa0), isComplete: false },
      ...{ uploaded: 7, downloaded: 20 },
    });
    expect(readAria2({ result: [{ ...download, completedLength: '30' }] })?.isComplete).toBe(true);
    expect(readAria2({ result: [] })).toBeUndefined();
  });

  test('Transmission in base 64', () => {
    const torrent = {
      pieces: 'oA==',
      status: 4,
      leftUntilDone: 10,
      sizeWhenDone: 30,
      uploadedEver: 7,
      downloadedEver: 20,
    };
    expect(readTransmission({ arguments: { torrents: [torrent] } })).toEqual({
      ...{ have: Uint8Array.of(0xa0), isComplete: false },
      ...{ uploaded: 7, downloaded: 20 },
    });
    const done = { ...torrent, status: 6, leftUntilDone: 0 };
    expect(readTransmission({ arguments: { torrents: [done] } })?.isComplete).toBe(true);
    expect(readTransmission({ arguments: { torrents: [] } })).toBeUndefined();
  });

  test('libtorrent digit by digit', () => {
    const said = { have: '1010000001', complete: false, uploaded: 7, downloaded: 20 };
    expect(readLibtorrent(said)).toEqual({
      ...{ have: Uint8Array.of(0xa0, 0x40), isComplete: false },
      ...{ uploaded: 7, downloaded: 20 },
    });
  });

  test('webtorrent in hexadecimal digits', () => {
    const said = { have: 'a040', complete: false, uploaded: 7, downloaded: 20 };
    expect(readWebtorrent(said)).toEqual({
      ...{ have: Uint8Array.of(0xa0, 0x40), isComplete: false },
      ...{ uploaded: 7, downloaded: 20 },
    });
  });

  test.each([null, 'text', 7, [], {}])('nothing is read of what is something else: %j', (answer) => {
    expect(readAria2(answer)).toBeUndefined();
    expect(readTransmission(answer)).toBeUndefined();
    expect(readLibtorrent(answer)).toMatchObject({ isComplete: false, uploaded: 0 });
    expect(readWebtorrent(answer)).toMatchObject({ isComplete: false, uploaded: 0 });
  });
});

describe('events are made of what has changed', () => {
  const state = { have: Uint8Array.of(0b1010_0000), isComplete: false, uploaded: 1, downloaded: 2 };

  test('each piece once, then the end', () => {
    const events = new ForeignEvents(3, false);
    expect(events.look(state)).toEqual([
      { type: 'piece', piece: 0, have: 1, sources: [] },
      { type: 'piece', piece: 2, have: 2, sources: [] },
    ]);
    expect(events.look(state)).toEqual([]);
    expect(events.look({ ...state, isComplete: true })).toEqual([
      { type: 'piece', piece: 1, have: 3, sources: [] },
      { type: 'completed', downloaded: 2, uploaded: 1, wasted: 0, sources: [] },
    ]);
  });

  test('of a seed there is nothing to tell', () => {
    const events = new ForeignEvents(3, true);
    expect(events.have).toBe(3);
    expect(events.look({ ...state, isComplete: true })).toEqual([]);
  });
});
