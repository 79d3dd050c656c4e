import type { CloseReason } from '@seedbed/engine';

/** Why the engine ends a connection that did nothing ordinary, in words. */
export const CLOSE_FAULTS: { readonly [Reason in CloseReason]?: string } = {
  'bad-index': 'it says it has a piece that the torrent does not have',
  'bad-requests': 'it asks for bytes that the torrent does not have',
  'request-too-long': 'it asks for more than 128 KiB at once',
  'unknown-message': 'it sent a message that BEP 3 does not know',
  'late-bitfield': 'it sent a bitfield that was not its first message',
  'request-flood': 'it does not stop asking for what it is not to have now',
  'unasked-blocks': 'it sends blocks that nobody asked it for',
  'message-flood': 'it does not stop sending messages that are of no use',
  banned: 'it sent a piece that does not match its hash',
};
