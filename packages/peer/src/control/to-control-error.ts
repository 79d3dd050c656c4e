import { MetainfoError } from '@seedbed/protocol';
import { DaemonError } from '../daemon-error.ts';
import { StorageError } from '../io/storage/storage-error.ts';
import { ControlError, type ControlErrorCode } from './control-error.ts';

/** What the readers of bodies say, by their `type`. */
const BODY_ERRORS: Readonly<Record<string, ControlErrorCode>> = {
  'entity.parse.failed': 'bad-json',
  'entity.too.large': 'too-large',
  'encoding.unsupported': 'unsupported-type',
  'charset.unsupported': 'unsupported-type',
  'request.aborted': 'bad-request',
  'request.size.invalid': 'bad-request',
};

/** Any error as the client sees it. Of faults of our own it is told nothing but that they are in the log. */
export function toControlError(error: unknown): ControlError {
  if (error instanceof ControlError) return error;
  if (error instanceof MetainfoError) return new ControlError('bad-torrent', error.message);
  if (error instanceof DaemonError) return new ControlError(error.code, error.message);
  if (error instanceof StorageError) {
    return new ControlError(error.code === 'no-room' ? 'no-room' : 'storage', error.message);
  }
  const { type, status, message } = error as { type?: unknown; status?: unknown; message?: unknown };
  const code = typeof type === 'string' ? BODY_ERRORS[type] : undefined;
  if (code !== undefined) return new ControlError(code, String(message));
  // Express itself, of a path that can't be decoded.
  if (status === 400) return new ControlError('bad-request', String(message));
  return new ControlError('internal', 'a fault of ours; the log of the daemon tells more');
}
