import { chokerPolicies, defaultTorrentOptions, pickerPolicies } from '@seedbed/engine';
import { defaultDaemonLimits, peerSettings, placeLimits } from '@seedbed/peer';
import { readSettings } from '@seedbed/settings';
import { describe, expect, it } from 'vitest';

describe('peerSettings', () => {
  it('can be read, and its defaults are those of the engine', () => {
    const { choker, picker, uploadSlots, maxPeers, strict, skipRedundantHaves } = defaultTorrentOptions;
    const { maxHalfOpen, maxQueuedUploads, maxUselessMessages } = defaultTorrentOptions;
    expect(readSettings(peerSettings, { flags: {}, environment: {} })).toEqual({
      ok: true,
      values: {
        listen: undefined,
        control: undefined,
        controlToken: undefined,
        uploadLimit: undefined,
        downloadLimit: undefined,
        choker,
        picker,
        trace: [],
        strict,
        skipRedundantHaves,
        torrentUploadLimit: undefined,
        torrentDownloadLimit: undefined,
        uploadSlots,
        maxPeers,
        allocate: 'sparse',
        recheck: false,
        connect: [],
        handshakeTimeout: defaultDaemonLimits.handshakeTimeout,
        maxHalfOpen,
        maxConnections: defaultDaemonLimits.maxConnections,
        maxPerAddress: undefined,
        maxUnread: defaultDaemonLimits.maxUnread,
        maxRequestsWaiting: maxQueuedUploads,
        maxUselessMessages,
      },
    });
  });

  it('hands each limit to the part of the daemon that keeps it', () => {
    const flags = {
      'handshake-timeout': '2s',
      'max-half-open': '3',
      'max-connections': '40',
      'max-per-address': '5',
      'max-unread': '1MiB',
      'max-requests-waiting': '60',
      'max-useless-messages': '700',
    };
    const read = readSettings(peerSettings, { flags, environment: {} });
    expect(read.ok && placeLimits(read.values)).toEqual({
      limits: { handshakeTimeout: 2_000, maxConnections: 40, maxPerAddress: 5, maxUnread: 1024 * 1024 },
      engine: { maxHalfOpen: 3, maxQueuedUploads: 60, maxUselessMessages: 700 },
    });
    expect(placeLimits({})).toEqual({ limits: {}, engine: {} });
  });

  it('names every policy there is, in the choices and in what is said of them', () => {
    for (const [setting, policies] of [
      [peerSettings.choker, chokerPolicies],
      [peerSettings.picker, pickerPolicies],
    ] as const) {
      expect(setting.choices).toEqual(Object.keys(policies));
      for (const name of setting.choices) expect(setting.description).toContain(`${name} (`);
    }
  });

  it.each([
    ['choker', 'bep4', "'bep4' is not one of turns, bep3, upload-rate, round-robin, all; did you mean bep3?"],
    ['picker', 'rarest', "'rarest' is not one of rerouting, rarest-first, random, sequential"],
    ['trace', 'all', "'all' is not one of decisions, wire"],
  ])('refuses --%s %s', (name, value, text) => {
    expect(JSON.stringify(readSettings(peerSettings, { flags: { [name]: value }, environment: {} }))).toContain(text);
  });

  it('takes addresses and units', () => {
    const flags = { listen: '127.0.0.1:0', connect: ['[::1]:1', '127.0.0.1:2'], 'upload-limit': '1MiB/s' };
    expect(readSettings(peerSettings, { flags, environment: {} })).toMatchObject({
      ok: true,
      values: { listen: { ip: '127.0.0.1', port: 0 }, connect: [{ ip: '::1' }, { port: 2 }], uploadLimit: 1024 * 1024 },
    });
  });
});
