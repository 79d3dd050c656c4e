import type { ByteField } from '@seedbed/protocol/describe';
import type { RunContent } from '../../model/index.ts';
import type { WireEvent } from '../peer/sequence-rows.ts';
import { takeApart } from '../peer/take-apart.ts';

/** Bytes of the recorded run that a step of the tour shows. */
export interface Exhibit {
  readonly title: string;
  readonly bytes: Uint8Array;
  /** Of the whole; more than there are in `bytes` when only the beginning was recorded. */
  readonly length: number;
  readonly fields: readonly ByteField[];
}

/** A message on its way from one peer to another. @param nameOf how people call the peer with this id */
export function wireExhibit(event: WireEvent, nameOf: (peerId: string) => string, { pieces }: RunContent): Exhibit {
  const other = nameOf(event.remote);
  const [from, to] = event.direction === 'sent' ? [event.peer, other] : [other, event.peer];
  const { bytes, length, described } = takeApart(event, pieces);
  return { title: `${described.name}: ${from} → ${to}`, bytes, length, fields: described.fields };
}
