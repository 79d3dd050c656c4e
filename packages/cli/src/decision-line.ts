import type { ChokeCandidate, ChokeDecisions, PiecePicked, SwarmEvent } from '@seedbed/events';
import { formatCount, formatRate } from '@seedbed/settings';

const OCCASIONS: { readonly [Occasion in ChokeDecisions['occasion']]: string } = {
  round: 'choker, round',
  'between-rounds': 'choker, between rounds',
};

const inWords = ({ remote, reason, rate }: ChokeCandidate): string => `${remote} (${reason}, ${formatRate(rate)})`;

const chokeLine = ({ occasion, candidates }: ChokeDecisions): string => {
  const served = candidates.filter(({ unchoked }) => unchoked).map(inWords);
  const refused = candidates.filter(({ unchoked, reason }) => !unchoked && reason !== 'not-interested').map(inWords);
  const others = candidates.length - served.length - refused.length;
  const parts = [
    `serves ${served.length === 0 ? 'nobody' : served.join(', ')}`,
    ...(refused.length > 0 ? [`chokes ${refused.join(', ')}`] : []),
    ...(others > 0 ? [`${formatCount(others, 'peer')} not interested`] : []),
  ];
  return `${OCCASIONS[occasion]}: ${parts.join('; ')}`;
};

const pickLine = ({ piece, remote, reason, availability }: PiecePicked): string =>
  `picker: piece ${piece} from ${remote} (${reason}, held by ${formatCount(availability, 'peer')})`;

/** A decision in one line for people; `undefined` for any other event. Remote names are printable as they are. */
export const decisionLine = (event: SwarmEvent): string | undefined => {
  if (event.type === 'choke-decisions') return chokeLine(event);
  return event.type === 'piece-picked' ? pickLine(event) : undefined;
};
