import type { BlockMessage } from '../../src/io/upload/block-message.ts';

/** A message in memory of its own, which tells when it is released. */
export const blockMessage = (bytes: Uint8Array, release: () => void = () => {}): BlockMessage => ({ bytes, release });
