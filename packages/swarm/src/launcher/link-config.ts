import type { LinkConfig } from '@seedbed/peer/host';
import type { Link } from '../scenario/scenario.ts';

/** A link as JSON tells it, which has no Infinity: what is left out has no limit, or is 0. */
export function linkConfig({ upload, download, latency, jitter, loss }: Link): LinkConfig {
  return {
    ...(Number.isFinite(upload) && { upload }),
    ...(Number.isFinite(download) && { download }),
    ...(latency > 0 && { latency }),
    ...(jitter > 0 && { jitter }),
    ...(loss > 0 && { loss }),
  };
}

/** What a peer is told of a line that the kernel shapes: its rate, as a person would tell it. Both count whole frames. */
export function limitConfig({ upload }: Link): { readonly uploadLimit?: number } {
  return Number.isFinite(upload) ? { uploadLimit: upload } : {};
}
