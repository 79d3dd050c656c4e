import type { SourceBytes } from '@seedbed/events';

/** Payload bytes that went from one peer to another, by the names of a run. */
export class ByteMatrix {
  readonly #sent = new Map<string, Map<string, number>>();

  add(from: string, to: string, bytes: number): void {
    let row = this.#sent.get(from);
    if (row === undefined) {
      row = new Map();
      this.#sent.set(from, row);
    }
    row.set(to, (row.get(to) ?? 0) + bytes);
  }

  addSources(to: string, sources: readonly SourceBytes[], nameOf: (remote: string) => string): void {
    for (const { remote, bytes } of sources) this.add(nameOf(remote), to, bytes);
  }

  between(from: string, to: string): number {
    return this.#sent.get(from)?.get(to) ?? 0;
  }

  sentBy(from: string): number {
    return [...(this.#sent.get(from)?.values() ?? [])].reduce((sum, bytes) => sum + bytes, 0);
  }

  receivedBy(to: string): number {
    return [...this.#sent.values()].reduce((sum, row) => sum + (row.get(to) ?? 0), 0);
  }
}
