import { readSettings } from '@seedbed/settings';
import { trackerConfig, trackerSettings } from '@seedbed/tracker';
import { expect, test } from 'vitest';

test('the defaults can be read, and are those that are promised', () => {
  expect(trackerConfig()).toEqual({
    http: { ip: '127.0.0.1', port: 8000 },
    interval: 1_800_000,
    store: 'memory',
    workers: 1,
    minInterval: undefined,
    grace: 60_000,
    numwant: undefined,
    maxNumwant: 200,
    maxPeers: 1_000_000,
    maxTorrents: 100_000,
    trackerId: undefined,
    fullScrape: false,
    trustProxy: 0,
    trustIpParameter: false,
    maxConnections: 10_000,
    requestTimeout: 10_000,
    keepAlive: 5_000,
    trustedProxies: [],
    state: undefined,
    stateInterval: 15_000,
    allowList: undefined,
    denyList: undefined,
    announcesPerMinute: undefined,
    events: undefined,
    fault: [],
    faultSeed: 1,
    control: undefined,
    controlToken: undefined,
  });
});

test.each(Object.entries(trackerSettings))('%s says what it is and why, in sentences', (_, { description, reason }) => {
  expect(description).toMatch(/^[A-Z].*\.$/);
  expect(reason).toMatch(/^[A-Z0-9].*\.$/);
});

test.each([
  ['interval', '500ms', '--interval: 500ms is too little; the least is 1s'],
  ['http', 'localhost:1', "--http: 'localhost' is not an IP address; write 127.0.0.1:6881 or [::1]:6881"],
  ['max-peers', '0', '--max-peers: 0 is too little; the least is 1'],
])('a wrong --%s is refused', (name, value, problem) => {
  expect(readSettings(trackerSettings, { flags: { [name]: value }, environment: {} })).toEqual({
    ok: false,
    problems: [problem],
  });
});
