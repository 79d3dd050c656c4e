import type { DashboardAction } from '../../server/action.ts';

/** What the two choices hold: empty is as it is, `none` takes a limit away, else bytes per second and ms. */
export interface LinkChoice {
  readonly upload: string;
  readonly latency: string;
}

export const AS_IT_IS: LinkChoice = { upload: '', latency: '' };

/** The action that a choice means, which names only what is to change; undefined where nothing is. */
export function linkAction(peer: string, { upload, latency }: LinkChoice): DashboardAction | undefined {
  if (upload === '' && latency === '') return undefined;
  return {
    kind: 'link',
    peer,
    ...(upload !== '' && { upload: upload === 'none' ? null : Number(upload) }),
    ...(latency !== '' && { latency: Number(latency) }),
  };
}
