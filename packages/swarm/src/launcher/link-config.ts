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

/**
 * So much of what a line of the kernel carries is payload of blocks: 1,448 of the 1,514 bytes of a full frame, less what
 * acknowledgements and the messages between blocks take. A limit above that fills the buffers of the system, and what lies
 * there comes too late: by then the other end has asked somebody else.
 */
const SHARE_OF_BLOCKS = 0.93;

/** What a peer is told of a line that the kernel shapes: how much it may send. */
export function limitConfig({ upload }: Link): { readonly uploadLimit?: number } {
  return Number.isFinite(upload) ? { uploadLimit: Math.max(1, Math.floor(upload * SHARE_OF_BLOCKS)) } : {};
}
