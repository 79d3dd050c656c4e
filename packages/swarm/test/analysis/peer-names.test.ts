import type { SwarmEvent } from '@seedbed/events';
import { expect, test } from 'vitest';
import { PeerNames } from '../../src/analysis/peer-names.ts';

const started = (peer: string, peerId: string, address: string): SwarmEvent => ({
  ...{ t: 0, peer, type: 'peer-started', peerId, address, infoHash: '' },
  ...{ pieces: 1, pieceLength: 1, length: 1, have: 0 },
});
const connected = (remote: string, address: string): SwarmEvent => ({
  ...{ t: 1, peer: 'ours-1', type: 'connected', remote, address, direction: 'outgoing' },
});

test('a client of others is known by its address, with as many peer ids as it has connections', () => {
  const names = new PeerNames();
  names.apply(started('ours-1', '-SB-1', '198.18.1.1:4000'));
  names.apply(started('theirs-1', '', '198.18.1.2:6881'));
  names.apply(connected('-LT-1', '198.18.1.2:6881'));
  names.apply(connected('-LT-2', '198.18.1.2:39000'));
  names.apply(connected('-XX-1', '198.18.1.9:6881'));
  expect(['-SB-1', '-LT-1', '-LT-2', '-XX-1'].map((id) => names.of(id))).toEqual([
    'ours-1',
    'theirs-1',
    'theirs-1',
    '-XX-1',
  ]);
  expect(['ours-1', 'theirs-1'].map((name) => names.isSilent(name))).toEqual([false, true]);
});
