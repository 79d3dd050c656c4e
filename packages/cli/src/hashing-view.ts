import { paintFor } from './paint.ts';
import { percent, progressBar } from './progress-bar.ts';
import { createProgressView } from './progress-view.ts';

const BAR_WIDTH = 40;

/** Progress of hashing one file or folder. */
export interface HashingView {
  readonly onProgress: (done: number, total: number) => void;
  readonly end: () => void;
}

/** Shows how many pieces are hashed. Not shown at all where it is over at once. */
export const hashingView = async (path: string, write: (line: string) => void): Promise<HashingView> => {
  const view = await createProgressView(write);
  const paint = paintFor(process.env);
  const quiet = performance.now() + 500;
  return {
    onProgress: (done, total) => {
      if (performance.now() < quiet) return;
      const part = done / total;
      view.show(
        'hashing',
        () => [`hashing ${path}  ${progressBar(part, BAR_WIDTH, paint)}  ${percent(part)}`],
        () => `hashing ${path}: ${percent(part).trim()}`,
      );
    },
    end: () => view.end(),
  };
};
