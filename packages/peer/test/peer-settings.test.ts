import { defaultTorrentOptions } from '@seedbed/engine';
import { peerSettings } from '@seedbed/peer';
import { readSettings } from '@seedbed/settings';
import { describe, expect, it } from 'vitest';

describe('peerSettings', () => {
  it('can be read, and its defaults are those of the engine', () => {
    const { uploadSlots, maxPeers } = defaultTorrentOptions;
    expect(readSettings(peerSettings, { flags: {}, environment: {} })).toEqual({
      ok: true,
      values: {
        listen: undefined,
        control: undefined,
        controlToken: undefined,
        uploadLimit: undefined,
        downloadLimit: undefined,
        torrentUploadLimit: undefined,
        torrentDownloadLimit: undefined,
        uploadSlots,
        maxPeers,
        allocate: 'sparse',
        recheck: false,
        connect: [],
      },
    });
  });

  it('takes addresses and units', () => {
    const flags = { listen: '127.0.0.1:0', connect: ['[::1]:1', '127.0.0.1:2'], 'upload-limit': '1MiB/s' };
    expect(readSettings(peerSettings, { flags, environment: {} })).toMatchObject({
      ok: true,
      values: { listen: { ip: '127.0.0.1', port: 0 }, connect: [{ ip: '::1' }, { port: 2 }], uploadLimit: 1024 * 1024 },
    });
  });
});
