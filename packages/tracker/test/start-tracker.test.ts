import { connect } from 'node:net';
import { formatAddress } from '@seedbed/protocol';
import { startTracker, TrackerStartError, trackerConfig } from '@seedbed/tracker';
import { expect, test } from 'vitest';
import { announceTo, converse } from './tracker-client.ts';

const at = (ip: string, port = 0): Parameters<typeof startTracker>[0] => trackerConfig({ http: { ip, port } });

test('a port that is taken is named, with what to do', async () => {
  const first = await startTracker(at('127.3.2.1'));
  try {
    const error = await startTracker(at('127.3.2.1', first.address.port)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TrackerStartError);
    expect(error).toMatchObject({
      code: 'address-in-use',
      message: `${formatAddress(first.address)} is taken by another program: stop it, or choose another address with --http (port 0 picks a free one)`,
    });
  } finally {
    await first.close();
  }
});

test('an address that is not here is named', async () => {
  // 192.0.2.0/24 is for documentation: no machine has it.
  await expect(startTracker(at('192.0.2.1'))).rejects.toMatchObject({
    code: 'address-not-available',
    message: expect.stringMatching(/^this machine has no address 192\.0\.2\.1: choose another/),
  });
});

test('after it is closed the port is free and nobody is served', async () => {
  const tracker = await startTracker(at('127.3.2.2'));
  const closing = tracker.close();
  expect(tracker.close(), 'who closes again waits for the same end').toBe(closing);
  await closing;
  await expect(announceTo(tracker.address, 1)).rejects.toThrow('ECONNREFUSED');
  const again = await startTracker(at('127.3.2.2', tracker.address.port));
  await again.close();
});

test('closing waits for nobody who is idle, and not long for who is slow', async () => {
  const tracker = await startTracker(at('127.3.2.3'));
  const idle = converse(tracker.address, 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
  const slow = converse(tracker.address, 'GET /healthz HTTP/1.1\r\n');
  await new Promise<void>((resolve) => {
    const late = connect({ host: tracker.address.ip, port: tracker.address.port }, () => {
      late.destroy();
      resolve();
    });
  });
  await tracker.close();
  await slow;
  expect(await idle).toMatch(/^$|ok\n$/);
});

test('a tracker at every address gives a URL that can be used here', async () => {
  const tracker = await startTracker(at('0.0.0.0'));
  try {
    expect(tracker.url).toBe(`http://127.0.0.1:${tracker.address.port}/announce`);
    expect(tracker.address.ip).toBe('0.0.0.0');
  } finally {
    await tracker.close();
  }
});
