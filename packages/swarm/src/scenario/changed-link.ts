import type { Link, LinkChange } from './scenario.ts';

/** What a change leaves out stays as it is. */
export function changedLink(link: Link, change: LinkChange): Link {
  const { upload = link.upload, download = link.download, latency = link.latency } = change;
  const { jitter = link.jitter, loss = link.loss } = change;
  return { upload, download, latency, jitter, loss };
}
