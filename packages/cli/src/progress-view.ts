/** Shows how far a job has come: repainted on a terminal, a line now and then elsewhere. */
export interface ProgressView {
  /**
   * `lines` is what a terminal shows; `line` is what is told instead where there is none, at intervals, and at once when
   * the `topic` is another than before.
   */
  show(topic: string, lines: () => readonly string[], line: () => string): void;
  /** Tells something once, above what is repainted. */
  note(line: string): void;
  /** Takes what is repainted away: what comes next tells how it ended. */
  end(): void;
}

const PAINT_EVERY_MS = 100;
const LINE_EVERY_MS = 2_000;

/** Lets something through at most once in `every` ms. */
const throttle = (every: number): (() => boolean) => {
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    const now = performance.now();
    if (now - last < every) return false;
    last = now;
    return true;
  };
};

/** For pipes and files: a line when there is something new, at intervals. */
export const plainView = (write: (line: string) => void): ProgressView => {
  const isDue = throttle(LINE_EVERY_MS);
  let lastTopic = '';
  let told = '';
  return {
    show: (topic, _lines, line) => {
      const isDueNow = isDue();
      if (!isDueNow && topic === lastTopic) return;
      lastTopic = topic;
      const text = line();
      if (text !== told) write(text);
      told = text;
    },
    note: write,
    end: () => {},
  };
};

/** For terminals: everything is painted anew in its place. */
const terminalView = async (stream: NodeJS.WriteStream): Promise<ProgressView> => {
  const { createLogUpdate } = await import('log-update');
  const paint = createLogUpdate(stream);
  const isDue = throttle(PAINT_EVERY_MS);
  return {
    show: (_topic, lines) => {
      if (isDue()) paint(lines().join('\n'));
    },
    note: (line) => paint.persist(line),
    end: () => {
      paint.clear();
      paint.done();
    },
  };
};

/** The view that fits standard error. */
export const createProgressView = async (write: (line: string) => void): Promise<ProgressView> => {
  const { TERM = '' } = process.env;
  return process.stderr.isTTY && TERM !== 'dumb' ? terminalView(process.stderr) : plainView(write);
};
