import { crash } from '../crash.ts';

/**
 * - `no-room`: the disk or the quota is full; it may pass
 * - `broken`: the disk reports an error
 * - `denied`: no permission, or a read-only file system
 * - `not-a-folder`, `not-a-file`, `symlink`: something else stands where the torrent wants a folder or a file
 * - `outside`: the path leads out of the target folder
 * - `changed`: a file became shorter or went away while it was read
 * - `incomplete`: the content was to be only read, and it is not complete
 * - `two-names`: both the unfinished and the finished name are there
 * - `foreign`: what is under the finished name is not the torrent's
 * - `in-use`: another daemon has the content
 * - `failed`: anything else the system says
 */
export type StorageErrorCode =
  | 'no-room'
  | 'broken'
  | 'denied'
  | 'not-a-folder'
  | 'not-a-file'
  | 'symlink'
  | 'outside'
  | 'changed'
  | 'incomplete'
  | 'two-names'
  | 'foreign'
  | 'in-use'
  | 'failed';

/** Something about the content on disk is not as it must be; the text names the path. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly code: StorageErrorCode;

  constructor(code: StorageErrorCode, text: string, options?: ErrorOptions) {
    super(text, options);
    this.code = code;
  }
}

/** The `code` of an error of the system, like `ENOENT`. */
export const systemCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

const describe = (code: string, path: string): readonly [StorageErrorCode, string] => {
  switch (code) {
    case 'ENOSPC':
      return ['no-room', `no room left on the disk for ${path}`];
    case 'EDQUOT':
      return ['no-room', `the disk quota is used up, no room for ${path}`];
    case 'EIO':
      return ['broken', `the disk reports an error at ${path}`];
    case 'EACCES':
    case 'EPERM':
      return ['denied', `no permission for ${path}`];
    case 'EROFS':
      return ['denied', `${path} is on a file system that can only be read`];
    case 'ENOENT':
      return ['changed', `${path} is gone`];
    case 'ENOTDIR':
      return ['not-a-folder', `a part of ${path} is a file where a folder should be`];
    case 'EISDIR':
      return ['not-a-file', `${path} is a folder where a file should be`];
    case 'ELOOP':
      return ['symlink', `${path} is a symbolic link; it is not followed`];
    default:
      return ['failed', `${path}: the system says ${code}`];
  }
};

/**
 * What the system said about a path, as a `StorageError`; one that is a `StorageError` already stays as it is.
 *
 * @throws the error itself when it does not come from the system: then it is a fault of ours, and no disk is to blame
 */
export const toStorageError = (error: unknown, path: string): StorageError => {
  if (error instanceof StorageError) return error;
  const systemSays = systemCode(error);
  if (systemSays === undefined || systemSays.startsWith('ERR_')) throw error;
  const [code, text] = describe(systemSays, path);
  return new StorageError(code, text, { cause: error });
};

/** For a promise whose `StorageError` is told elsewhere too; anything else is a fault of ours. */
export const ignoreStorageError = (error: unknown): void => {
  if (!(error instanceof StorageError)) crash(error);
};
