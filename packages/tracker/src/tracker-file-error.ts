/** A file that the settings name can't be used. The text names it, what is wrong with it and what would be right. */
export class TrackerFileError extends Error {
  override readonly name = 'TrackerFileError';
}
