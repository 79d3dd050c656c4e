import { ControlError, type ControlErrorCode } from '@seedbed/control';
import { MetainfoError } from '@seedbed/protocol';
import { formatSize } from '@seedbed/settings';
import { DaemonError } from '../daemon-error.ts';
import { StorageError } from '../io/storage/storage-error.ts';

/** What Express and its readers of bodies throw. */
interface RequestFault {
  readonly type?: unknown;
  readonly status?: unknown;
  /** Of a body that is too large, bytes. */
  readonly limit?: unknown;
}

const tooLarge = ({ limit }: RequestFault): string =>
  `the body is too large${typeof limit === 'number' ? `; it has ${formatSize(limit)} at most` : ''}`;

/** The faults of bodies by their `type`, in words of our own: those of the readers name neither place nor remedy. */
const BODY_FAULTS: Readonly<Record<string, readonly [ControlErrorCode, (fault: RequestFault) => string]>> = {
  'entity.parse.failed': ['bad-json', () => 'the body is not JSON; send an object like {"upload":"512KiB/s"}'],
  'entity.too.large': ['too-large', tooLarge],
  'encoding.unsupported': ['unsupported-type', () => 'the body is packed; send it without content-encoding'],
  'charset.unsupported': ['unsupported-type', () => 'the charset of the body is not known; send it in UTF-8'],
  'request.aborted': ['bad-request', () => 'the request broke off before its body was here'],
  'request.size.invalid': ['bad-request', () => 'the body has another length than content-length says'],
};

/** Any error as the client sees it. Of faults of our own it is told nothing but that they are in the log. */
export function toControlError(error: unknown): ControlError {
  if (error instanceof ControlError) return error;
  if (error instanceof MetainfoError) return new ControlError('bad-torrent', error.message);
  if (error instanceof DaemonError) return new ControlError(error.code, error.message);
  if (error instanceof StorageError) {
    return new ControlError(error.code === 'no-room' ? 'no-room' : 'storage', error.message);
  }
  const fault = error as RequestFault;
  const known = typeof fault.type === 'string' ? BODY_FAULTS[fault.type] : undefined;
  if (known !== undefined) return new ControlError(known[0], known[1](fault));
  // Express itself, of a path that can't be decoded.
  if (fault.status === 400) {
    return new ControlError(
      'bad-request',
      "the path can't be decoded: % and two hexadecimal digits are a byte of UTF-8",
    );
  }
  return new ControlError('internal', 'a fault of ours; the log of the daemon tells more');
}
