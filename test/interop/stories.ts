import type { OddStory } from './client.ts';
import type { Pairing } from './pairing.ts';
import type { Role, Stories } from './told.ts';

/** What each party says to a tracker from its coming to its going. */
const PLAIN: Stories = { seed: 'started stopped', leech: 'started completed stopped' };

/** What is odd about what a client says in a pairing. */
export const oddStoryOf = ({ client, direction, route }: Pairing): OddStory | undefined => {
  const role: Role = direction === 'we seed' ? 'leech' : 'seed';
  return client.oddStories?.find((odd) => odd.role === role && odd.transport === route.transport);
};

/** What a tracker has to have been told when everybody has left. */
export const expectedStories = (pairing: Pairing): Stories => {
  const odd = oddStoryOf(pairing);
  return odd === undefined ? PLAIN : { ...PLAIN, [odd.role]: odd.story };
};
