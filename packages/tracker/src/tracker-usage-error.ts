/** A setting has a value that means nothing, or does not go with another one. The text names the flag and what would be right. */
export class TrackerUsageError extends Error {
  override readonly name = 'TrackerUsageError';
}
