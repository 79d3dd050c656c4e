/** What a message of a live run holds: its lines, and as its id how many there were until then, and of which run. */
interface Message {
  readonly data: string;
  readonly lastEventId: string;
}

/**
 * Hands on each line of one live run once, though a connection that was made anew begins with the first line again.
 * The browser's own attempts say where they go on; a connection that it gave up can't be resumed, only made again.
 */
export class LiveLines {
  #run: string | undefined;
  #count = 0;
  #id = '';

  /** The id to ask with for what is missing; empty before the first message. */
  get id(): string {
    return this.#id;
  }

  /** The lines that are new; undefined where they are of another run. */
  take({ data, lastEventId }: Message): readonly string[] | undefined {
    const [, count = '', run = ''] = /^(\d{1,15})@(.+)$/.exec(lastEventId) ?? [];
    if (this.#run !== undefined && run !== this.#run) return undefined;
    const lines = data.split('\n');
    const until = Number(count);
    const isNew = Math.max(0, Math.min(lines.length, until - this.#count));
    if (isNew > 0) {
      this.#run = run;
      this.#count = until;
      this.#id = lastEventId;
    }
    return lines.slice(lines.length - isNew);
  }
}
