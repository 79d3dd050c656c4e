import { MetainfoError } from '@seedbed/protocol';
import { ListenError } from '../io/net/listen.ts';
import { StorageError, systemCode } from '../io/storage/storage-error.ts';
import { ProcessConfigError } from './config-reader.ts';

/** One line for the user; a fault of ours comes with its stack. */
export function reasonOf(error: unknown): string {
  const isForPeople =
    error instanceof StorageError ||
    error instanceof ListenError ||
    error instanceof MetainfoError ||
    error instanceof ProcessConfigError ||
    systemCode(error) !== undefined;
  if (isForPeople) return (error as Error).message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
