import type { DashboardAction } from '@seedbed/dashboard';
import type { HandAction } from '@seedbed/swarm';

/** What the page asks for, in the words of the launcher. */
export const handActionOf = (action: DashboardAction): HandAction => {
  switch (action.kind) {
    case 'kill':
    case 'pause':
    case 'resume':
    case 'corrupt':
      return { kind: action.kind, peers: [action.peer] };
    case 'link': {
      const { peer, upload, download, latency } = action;
      const to = {
        ...(upload !== undefined && { upload: upload ?? Number.POSITIVE_INFINITY }),
        ...(download !== undefined && { download: download ?? Number.POSITIVE_INFINITY }),
        ...(latency !== undefined && { latency }),
      };
      return { kind: 'link', peers: [peer], to };
    }
    default:
      return action;
  }
};
