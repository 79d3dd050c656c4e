import type { Writable } from 'node:stream';
import { countLines, type EventOutlet } from './event-outlet.ts';

/** Who takes nothing any more holds up the end for no longer than this, ms. */
const CLOSE_TIMEOUT = 1_000;

/** A pipe through which events go to somebody who reads them, and may be gone. */
export class EventStream implements EventOutlet {
  readonly #stream: Writable;
  #impatience: NodeJS.Timeout | undefined;

  /** @param onFailure told once when nothing can be written any more. */
  constructor(stream: Writable, onFailure: (error: Error) => void) {
    this.#stream = stream;
    stream.on('error', onFailure);
  }

  write(lines: string): Promise<number> {
    return new Promise((resolve) => {
      const lost = (): void => resolve(countLines(lines));
      if (this.#stream.destroyed) return lost();
      this.#stream.once('close', lost);
      this.#stream.write(lines, (error) => {
        if (error) return lost();
        this.#stream.off('close', lost);
        resolve(0);
      });
    });
  }

  hurry(): void {
    this.#impatience ??= setTimeout(() => this.#stream.destroy(), CLOSE_TIMEOUT);
  }

  async close(): Promise<void> {
    if (!this.#stream.destroyed) {
      await new Promise<void>((resolve) => {
        this.#stream.once('close', resolve);
        this.#stream.end(() => this.#stream.destroy());
      });
    }
    clearTimeout(this.#impatience);
  }
}
