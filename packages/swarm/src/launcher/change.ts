/** Lets others wait until something that changes now and then has become true. */
export class Change {
  readonly #waiting = new Set<() => void>();
  #isToLook = false;

  /**
   * Tells all who wait that it is time to look again, once for all changes of a turn of the event loop: a crowd tells
   * thousands in a second.
   */
  tell(): void {
    if (this.#isToLook || this.#waiting.size === 0) return;
    this.#isToLook = true;
    setImmediate(() => {
      this.#isToLook = false;
      for (const look of this.#waiting) look();
    });
  }

  /** Resolves once `isTrue` says so, at once where it already does. Rejects with the signal's reason. */
  async until(isTrue: () => boolean, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (isTrue()) return;
    await new Promise<void>((resolve, reject) => {
      const end = (settle: () => void): void => {
        this.#waiting.delete(look);
        signal.removeEventListener('abort', abort);
        settle();
      };
      const look = (): void => {
        if (isTrue()) end(resolve);
      };
      const abort = (): void => end(() => reject(signal.reason));
      this.#waiting.add(look);
      signal.addEventListener('abort', abort, { once: true });
    });
  }
}
