import { ok } from 'node:assert';
import { scrapeUrl } from '@seedbed/protocol';
import { redirectTarget } from '../../../packages/peer/src/io/tracker/redirect-target.ts';
import { hostOf, parseTrackerUrl } from '../../../packages/peer/src/io/tracker/tracker-url.ts';
import { Unanswered } from '../../../packages/peer/src/io/tracker/unanswered.ts';
import { fuzzTarget } from '../fuzz-target.ts';

const OVER_TLS = new URL('https://tracker.example/announce');

/** A tracker's URL, or where one sends us: only what can be asked is taken, and nobody is led from TLS to where there is none. */
export const trackerUrl = fuzzTarget({
  name: 'tracker-url',
  errors: [Unanswered],
  tokens: [
    'http://',
    'https://',
    'udp://',
    '[::1]',
    ':0',
    ':99999',
    '/announce',
    '?',
    '#',
    '@',
    '%',
    '//',
    '\\',
    'javascript:',
  ],
  decode: (input) => {
    const text = Buffer.from(input).toString('utf8');
    const tracker = parseTrackerUrl(text);
    return { tracker, scrape: scrapeUrl(text), redirect: redirectTarget(OVER_TLS, text) };
  },
  check: ({ tracker, redirect }) => {
    ok(redirect.protocol === 'https:');
    if (tracker.ok) ok(hostOf(tracker.url) !== '' && ['http:', 'https:', 'udp:'].includes(tracker.url.protocol));
  },
});
