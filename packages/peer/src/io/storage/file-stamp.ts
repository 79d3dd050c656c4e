import { type BigIntStats, fstatSync, lstatSync } from 'node:fs';
import { toStorageError } from './storage-error.ts';

/**
 * What the file system tells of a file and changes with its content: size, time of the last change, inode, and the time
 * of the last change of the inode (ctime), which no program can set back. Two stamps of one file are equal only when
 * nobody has touched it in between, but for what happens within one tick of the file system's clock, which is some ms.
 */
export type FileStamp = string;

/** There is no such file. */
export const MISSING: FileStamp = 'missing';
/** Equal to no stamp, itself included: what is known of the file does not hold any more. */
export const DOUBTFUL: FileStamp = 'doubtful';

/** A file that is open still but has no name any more is missing. */
export const stampOf = ({ size, mtimeNs, ino, ctimeNs, nlink }: BigIntStats): FileStamp =>
  nlink === 0n ? MISSING : `${size} ${mtimeNs} ${ino} ${ctimeNs}`;

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

/**
 * The same, but for what changes the inode alone: rights, owners, and other names of the file (hard links), as programs that sort
 * downloads give them.
 */
export const hasSameContent = (one: FileStamp, other: FileStamp): boolean =>
  isSameStamp(one, other) || (isOfFile(one) && withoutCtime(one) === withoutCtime(other));

/** Whether it is the same file at all, whatever was done to it. */
export const isSameFile = (one: FileStamp, other: FileStamp): boolean =>
  isSameStamp(one, other) || (isOfFile(one) && one.split(' ')[2] === other.split(' ')[2]);

const isOfFile = (stamp: FileStamp): boolean => stamp !== MISSING && stamp !== DOUBTFUL;

const withoutCtime = (stamp: FileStamp): string => stamp.slice(0, stamp.lastIndexOf(' '));
