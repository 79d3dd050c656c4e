/** A folder that is no run, or not one that can be shown; the message is one line for people. */
export class RunFolderError extends Error {
  override readonly name = 'RunFolderError';
}
