/** How often peers were choked and unchoked since the torrent began, by us (sent) and by them (received). */
export interface ChokeCounts {
  readonly sent: { readonly choke: number; readonly unchoke: number };
  readonly received: { readonly choke: number; readonly unchoke: number };
}

/** Counts the two messages among all that go by. */
export class ChokeCounter implements ChokeCounts {
  readonly sent: { choke: number; unchoke: number } = { choke: 0, unchoke: 0 };
  readonly received: { choke: number; unchoke: number } = { choke: 0, unchoke: 0 };

  count(direction: 'sent' | 'received', type: string): void {
    if (type === 'choke' || type === 'unchoke') this[direction][type]++;
  }
}
