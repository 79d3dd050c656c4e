import { expect, test } from 'vitest';
import { formatMatrix, type Outcome } from './format-matrix.ts';

const ok: Outcome = { state: 'ok' };
const skipped: Outcome = { state: 'skipped', reason: 'zeta is not installed' };
const failed: Outcome = { state: 'failed', reason: 'not within 60000 ms: 3 % of 1 peer' };

const result = (client: string, direction: string, tracker: string, outcome: Outcome) => ({
  entry: { client, direction, tracker, content: 'one file' },
  outcome,
});

test('shows each pairing in its place, and each reason once', () => {
  const lines = formatMatrix([
    result('zeta', 'we seed', 'ours', skipped),
    result('zeta', 'we seed', 'theirs', skipped),
    result('alpha 1.2', 'we seed', 'ours', ok),
    result('alpha 1.2', 'it seeds', 'theirs', failed),
  ]);
  expect(lines).toEqual([
    '                     ours, one file  theirs, one file',
    'alpha 1.2, we seed   ok',
    'alpha 1.2, it seeds                  FAILED',
    'zeta, we seed        skipped         skipped',
    '',
    'failed: alpha 1.2, it seeds, theirs, one file: not within 60000 ms: 3 % of 1 peer',
    'skipped: zeta: zeta is not installed',
  ]);
});
