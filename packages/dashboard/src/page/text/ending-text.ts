import type { RunEnding, SwarmModel } from '../../model/index.ts';

/** How a run ended, in one sentence; what nobody has told is read off the swarm at its end. */
export function endingText(ending: RunEnding | undefined, model: SwarmModel): string {
  switch (ending?.outcome) {
    case 'verified':
      return 'The run is over: it is verified, every leech that was expected holds exactly the source.';
    case 'interrupted':
      return 'The run is over: it was interrupted.';
    case 'failed':
      return `The run is over: it failed${ending.reason === null ? '' : `, ${ending.reason}`}.`;
    case undefined: {
      const leeches = model.peers.filter(({ role }) => role === 'leech');
      const complete = leeches.filter(({ isComplete }) => isComplete).length;
      return `The run is over: ${complete} of ${leeches.length} leeches were complete.`;
    }
  }
}
