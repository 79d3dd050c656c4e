import { StorageError } from './storage/storage-error.ts';

/** Something to be done on the disk. */
interface DiskTask {
  readonly run: () => void | Promise<void>;
  /** Nobody needs it any more. */
  readonly isObsolete: () => boolean;
  /** True when it was done, false when it was given up. */
  readonly settle: (done: boolean) => void;
}

export interface PatientDiskOptions {
  /** Pause between two tries while the disk is full, ms. */
  readonly retryInterval: number;
  /** The disk has begun to fail; told once, until it works again. */
  readonly onFailed: (error: StorageError) => void;
  /** Everything that had failed is done now. */
  readonly onReady: () => void;
}

const never = (): boolean => false;

/**
 * Does what must be done on a disk that may be full or broken for a while: what fails with a `StorageError` is tried
 * again until it works, and whoever waits for it waits. Meanwhile nothing else is tried, so that one disk error is told
 * once and not for each piece.
 */
export class PatientDisk {
  readonly #options: PatientDiskOptions;
  /** What failed, and what came after; not empty means that the disk is failing. */
  #stuck: DiskTask[] = [];
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: PatientDiskOptions) {
    this.#options = options;
  }

  get isFailing(): boolean {
    return this.#stuck.length > 0;
  }

  /** Resolves with true when it is done, with false when it was given up. Rejects only with what is no `StorageError`. */
  async do(run: () => void | Promise<void>, isObsolete: () => boolean = never): Promise<boolean> {
    if (this.#closed) return false;
    if (!this.isFailing) {
      const error = await attempt(run);
      if (error === undefined) return true;
      if (this.#closed) return false;
      if (!this.isFailing) return this.#fail({ run, isObsolete }, error);
    }
    return new Promise((settle) => this.#stuck.push({ run, isObsolete, settle }));
  }

  /** Gives up everything that is stuck. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const task of this.#stuck.splice(0)) task.settle(false);
  }

  #fail(task: Omit<DiskTask, 'settle'>, error: StorageError): Promise<boolean> {
    const done = new Promise<boolean>((settle) => this.#stuck.push({ ...task, settle }));
    this.#wait();
    this.#options.onFailed(error);
    return done;
  }

  #wait(): void {
    this.#timer = setTimeout(() => void this.#retry(), this.#options.retryInterval);
    // The sockets keep the process alive, not a disk that is full.
    this.#timer.unref();
  }

  async #retry(): Promise<void> {
    for (let task = this.#next(); task !== undefined; task = this.#next()) {
      const error = await attempt(task.run);
      if (this.#closed) return;
      if (error !== undefined) return this.#wait();
      this.#stuck.shift();
      task.settle(true);
    }
    this.#options.onReady();
  }

  /** What to try next. The last one is tried even if nobody needs it: it shows whether the disk works again. */
  #next(): DiskTask | undefined {
    while (this.#stuck.length > 1 && this.#stuck[0]?.isObsolete()) this.#stuck.shift()?.settle(false);
    return this.#stuck[0];
  }
}

const attempt = async (run: () => void | Promise<void>): Promise<StorageError | undefined> => {
  try {
    await run();
    return undefined;
  } catch (error) {
    if (error instanceof StorageError) return error;
    throw error;
  }
};
