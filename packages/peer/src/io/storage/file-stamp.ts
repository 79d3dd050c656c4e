import { type BigIntStats, fstatSync, lstatSync } from 'node:fs';
import { toStorageError } from './storage-error.ts';

/**
 * What the file system tells of a file and changes with its content: size, inode and both times, in nanoseconds. Two
 * stamps of one file are equal only when nobody has touched it in between; nothing else is to be read from them. The
 * time of the last change of the inode (ctime) is in it because, unlike the time of the content, no program can set it back.
 */
export type FileStamp = string;

/** There is no such file. */
export const MISSING: FileStamp = 'missing';
/** Equal to no stamp, itself included: what is known of the file does not hold any more. */
export const DOUBTFUL: FileStamp = 'doubtful';

export const stampOf = ({ size, mtimeNs, ctimeNs, ino }: BigIntStats): FileStamp =>
  `${size} ${mtimeNs} ${ctimeNs} ${ino}`;

/** The stamp of an open file. Synchronous: the system has it in memory, which is far nearer than another thread. */
export const stampOfOpen = (fd: number): FileStamp => stampOf(fstatSync(fd, { bigint: true }));

/** The stamp of what lies at a path just now, a symbolic link as itself. @throws StorageError when it may not be looked at */
export const stampAt = (path: string): FileStamp => {
  try {
    const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false });
    return stats === undefined ? MISSING : stampOf(stats);
  } catch (error) {
    throw toStorageError(error, path);
  }
};

/** Whether nothing has happened between two looks at a file. */
export const isSameStamp = (one: FileStamp | undefined, other: FileStamp | undefined): boolean =>
  one === other && one !== undefined && one !== DOUBTFUL;
