/**
 * Waits for two tasks. When one fails, `onFailure` is told so that it can end the other; both are over, one way or the
 * other, before this rejects.
 */
export const inParallel = async <A, B>(
  first: Promise<A>,
  second: Promise<B>,
  onFailure: (error: unknown) => void,
): Promise<[A, B]> => {
  const both = Promise.all([first, second]);
  both.catch(onFailure);
  await Promise.allSettled([first, second]);
  return both;
};
