import { startTracker, trackerConfig } from '@seedbed/tracker';
import { expect, onTestFinished, test } from 'vitest';
import { reachedAt } from '../src/http/reached-at.ts';
import { ask } from './tracker-client.ts';

test.each([
  ['http://127.0.0.1:8000/announce', 'tracker.example', 'http://tracker.example:8000/announce'],
  ['udp://127.0.0.1:8001/announce', '192.0.2.1:8000', 'udp://192.0.2.1:8001/announce'],
  ['http://[::1]:8000/announce', '[2001:db8::1]:8000', 'http://[2001:db8::1]:8000/announce'],
  ['http://127.0.0.1:8000/announce', undefined, 'http://127.0.0.1:8000/announce'],
  ['http://127.0.0.1:8000/announce', '<script>', 'http://127.0.0.1:8000/announce'],
  ['http://127.0.0.1:8000/announce', 'me@elsewhere', 'http://127.0.0.1:8000/announce'],
])('%s, asked for by %s, is %s', (url, host, shown) => {
  expect(reachedAt(url, host)).toBe(shown);
});

test('the page of a tracker that listens at every address names the host that it was asked for by', async () => {
  const tracker = await startTracker(trackerConfig({ http: { ip: '0.0.0.0', port: 0 } }));
  onTestFinished(() => tracker.close());
  const { port } = tracker.address;
  const asked = { headers: { host: `tracker.example:${port}` } };
  const { body } = await ask({ ip: '127.0.0.1', port }, '/', asked);
  expect(body.toString()).toContain(`<pre>http://tracker.example:${port}/announce</pre>`);
});
