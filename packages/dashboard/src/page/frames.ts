/** Told in each frame that the browser draws. `elapsed` is at most a tenth of a second: a sleeping tab does not jump. */
export type FrameListener = (elapsed: number, now: number) => void;

const LONGEST_FRAME = 100;
const listeners = new Set<FrameListener>();
let last = 0;
let asked = 0;

/** One clock for all pictures of the page; it rests when nobody listens. */
export function onFrame(listener: FrameListener): () => void {
  listeners.add(listener);
  if (listeners.size === 1) {
    last = performance.now();
    asked = requestAnimationFrame(frame);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) cancelAnimationFrame(asked);
  };
}

function frame(now: number): void {
  asked = requestAnimationFrame(frame);
  const elapsed = Math.min(LONGEST_FRAME, Math.max(0, now - last));
  last = now;
  for (const listener of listeners) listener(elapsed, now);
}
