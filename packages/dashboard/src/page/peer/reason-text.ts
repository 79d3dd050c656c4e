import type { ChokeReason, PickReason, UnchokeReason } from '@seedbed/events';

/** Why the choker decided as it did, for people. */
export const CHOKE_TEXTS: Readonly<Record<ChokeReason | UnchokeReason, string>> = {
  rate: 'among the fastest',
  'fast-not-interested': 'faster than the slowest with a slot, and not interested: a slot is ready for it',
  optimistic: 'the optimistic unchoke: by chance, whatever its rate',
  'free-slot': 'a slot was free and it waited',
  turn: 'its turn',
  'kept-young': 'its slot is younger than a round',
  newcomer: 'it holds nothing yet',
  kept: 'keeps its slot until the next round',
  everyone: 'nobody is choked',
  'not-interested': 'wants nothing of us',
  'lost-interest': 'wants nothing of us any more',
  snubbed: 'owes us blocks and sends none',
  idle: 'asked for nothing while others waited for its slot',
  slower: 'others are faster',
  'turn-over': 'its turn is over',
  'waits-its-turn': 'its turn is still to come',
  'no-free-slot': 'all slots are taken until the next round',
};

/** Why a piece was chosen, for people. */
export const PICK_TEXTS: Readonly<Record<PickReason, string>> = {
  'rarest-first': 'among the rarest that this peer has',
  random: 'by chance',
  sequential: 'the next in order',
  'random-first': 'by chance: the first pieces should come fast, not be rare',
  orphan: 'begun with a peer that does not send it any more',
  moved: 'waited with a slower peer, and this one had nothing to do',
  join: 'somebody else sends it already, and nothing else is to be had',
  'end-game': 'end game: everything is asked for, a late block is asked of one more',
};
