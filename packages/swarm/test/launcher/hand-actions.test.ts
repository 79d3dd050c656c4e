import { describe, expect, test } from 'vitest';
import { checkHandAction } from '../../src/launcher/hand-actions.ts';
import type { PlannedAction } from '../../src/scenario/run-plan.ts';

const peer = { isThere: true, sharesProcess: false, plan: { client: 'seedbed' } } as const;

const peers = new Map([
  ['here', peer],
  ['there', peer],
  ['gone', { ...peer, isThere: false }],
  ['together', { ...peer, sharesProcess: true }],
  ['foreign', { ...peer, plan: { client: 'aria2' } as const }],
]);

const acting = (action: PlannedAction) => () => checkHandAction(action, peers);

describe('what is done by hand', () => {
  const refused: [PlannedAction, string][] = [
    [{ kind: 'kill', peers: ['nobody'] }, 'there is no peer "nobody" in this run'],
    [{ kind: 'link', peers: ['nobody'], to: 'back' }, 'there is no peer "nobody" in this run'],
    [{ kind: 'partition', sides: [['here'], ['nobody']] }, 'there is no peer "nobody" in this run'],
    [{ kind: 'kill', peers: ['gone'] }, 'gone is not there'],
    [{ kind: 'stop', peers: ['gone'] }, 'gone is not there'],
    [{ kind: 'pause', peers: ['gone'] }, 'gone is not there'],
    [{ kind: 'corrupt', peers: ['gone'] }, 'gone is not there'],
    [{ kind: 'corrupt', peers: ['foreign'] }, 'foreign is a client of others: what it sends is its own'],
    [
      { kind: 'pause', peers: ['together'] },
      'together shares its process with other peers, which would stand still with it',
    ],
    [{ kind: 'partition', sides: [['here', 'there'], ['here']] }, "here can't be on both sides"],
    [{ kind: 'partition', sides: [['here', 'here'], ['there']] }, "here can't be on both sides"],
  ];
  test.each(refused)('%j is refused', (action, reason) => expect(acting(action)).toThrow(reason));

  const taken: PlannedAction[] = [
    { kind: 'kill', peers: ['together'] },
    { kind: 'pause', peers: ['here'] },
    { kind: 'resume', peers: ['together'] },
    { kind: 'link', peers: ['gone'], to: 'back' },
    { kind: 'partition', sides: [['here', 'gone'], ['there']] },
    { kind: 'heal' },
    { kind: 'tracker', state: 'down' },
  ];
  test.each(taken)('%j is taken', (action) => expect(acting(action)).not.toThrow());
});
