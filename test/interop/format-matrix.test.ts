import { expect, test } from 'vitest';
import { formatMatrix, type Outcome } from './format-matrix.ts';

const ok: Outcome = { state: 'ok' };
const skipped: Outcome = { state: 'skipped', reason: 'zeta is not installed' };
const failed: Outcome = { state: 'failed', reason: 'not within 60000 ms: 3 % of 1 peer' };
const unable: Outcome = { state: 'unable', reason: 'it knows no UDP' };
const odd: Outcome = { state: 'odd', reason: 'it leaves without a word' };

const result = (client: string, direction: string, tracker: string, route: string, outcome: Outcome) => ({
  entry: { client, direction, tracker, route, content: 'one file' },
  outcome,
});

test('shows each pairing in its place, and each reason once', () => {
  const lines = formatMatrix([
    result('zeta', 'we seed', 'ours', 'HTTP', skipped),
    result('zeta', 'we seed', 'theirs', 'HTTP', skipped),
    result('alpha 1.2', 'we seed', 'ours', 'HTTP', ok),
    result('alpha 1.2', 'it seeds', 'ours', 'HTTP', odd),
    result('alpha 1.2', 'it seeds', 'theirs', 'HTTP', failed),
    result('alpha 1.2', 'we seed', 'ours', 'UDP', unable),
    result('alpha 1.2', 'it seeds', 'ours', 'UDP', unable),
  ]);
  expect(lines).toEqual([
    '                     ours      theirs    ours',
    '                     HTTP      HTTP      UDP',
    '                     one file  one file  one file',
    "alpha 1.2, we seed   ok                  can't",
    "alpha 1.2, it seeds  ok, odd   FAILED    can't",
    'zeta, we seed        skipped   skipped',
    '',
    'ok, odd: alpha 1.2, it seeds, HTTP: it leaves without a word',
    'FAILED: alpha 1.2, it seeds, theirs, HTTP, one file: not within 60000 ms: 3 % of 1 peer',
    "can't: alpha 1.2, UDP: it knows no UDP",
    'skipped: zeta: zeta is not installed',
  ]);
});
