import type { WireMessage } from '@seedbed/events';
import { type Handshake, printableId } from '@seedbed/protocol';
import { WireTrace } from './wire-trace.ts';

/** The handshakes of a connection, and who dialled. */
export interface Greeting {
  readonly ours: Pick<Handshake, 'infoHash' | 'peerId'>;
  readonly theirs: Handshake;
  readonly direction: 'outgoing' | 'incoming';
}

/** Traces a connection from its handshakes on; whoever dials sends the first one. */
export const traceConnection = (
  { ours, theirs, direction }: Greeting,
  report: (event: WireMessage) => void,
): WireTrace => {
  const remote = printableId(theirs.peerId);
  const trace = new WireTrace((message) => report({ type: 'wire', remote, ...message }));
  if (direction === 'outgoing') trace.handshake('sent', ours);
  trace.handshake('received', theirs);
  if (direction === 'incoming') trace.handshake('sent', ours);
  return trace;
};
