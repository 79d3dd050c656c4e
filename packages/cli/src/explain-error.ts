import { escapeControls } from './escape-controls.ts';

interface SystemError extends Error {
  readonly code: string;
  readonly path?: string;
  readonly address?: string;
  readonly port?: number;
}

const isSystemError = (error: unknown): error is SystemError =>
  error instanceof Error && 'code' in error && typeof error.code === 'string';

/** What an error of the system is about. */
interface Subject {
  readonly path: string | undefined;
  readonly address: string | undefined;
  readonly port: number | undefined;
}

const endpointOf = ({ address, port }: Subject): string =>
  `${address?.includes(':') ? `[${address}]` : (address ?? 'the address')}${port === undefined ? '' : `:${port}`}`;

const SYSTEM_ERRORS: Readonly<Record<string, (subject: Subject) => string>> = {
  ENOENT: ({ path }) => `there is no file or folder ${path}`,
  EACCES: ({ path, address, port }) =>
    path === undefined
      ? `no permission to listen on ${address}:${port}; ports below 1024 want root`
      : `no permission for ${path}`,
  EPERM: ({ path }) => `${path} may not be changed`,
  EISDIR: ({ path }) => `${path ?? 'it'} is a folder; a file is wanted`,
  ENOTDIR: ({ path }) => `${path} is a file; a folder is wanted`,
  EEXIST: ({ path }) => `${path} is there already`,
  ENOSPC: ({ path }) => `the disk is full${path === undefined ? '' : ` (${path})`}`,
  ENAMETOOLONG: ({ path }) => `the name ${path} is too long`,
  EADDRINUSE: (error) =>
    `${endpointOf(error)} is in use; stop what listens there, or name another port (0 picks a free one)`,
  EADDRNOTAVAIL: (error) => `${endpointOf(error)} is not an address of this machine`,
  ECONNREFUSED: (error) => `nothing listens at ${endpointOf(error)}`,
  EMFILE: () => 'too many open files; raise the limit (ulimit -n)',
};

const oneLine = (text: string): string => text.trim().replace(/\s*\n\s*/g, ' ');

/** Errors of our packages whose texts are written for people. By name, so that no package is loaded to say it. */
const WRITTEN_FOR_PEOPLE: ReadonlySet<string> = new Set([
  'Problem',
  'StorageError',
  'MetainfoError',
  'ListenError',
  'DaemonError',
  'TrackerStartError',
  'TrackerFileError',
  'SwarmFailure',
  'RunFolderError',
]);

interface Explanation {
  readonly line: string;
  readonly understood: boolean;
}

/**
 * What went wrong, in one line for people; and whether that line was written for them.
 *
 * Names that it quotes are shown with their steering characters escaped.
 *
 * @param path what was worked on, for errors of the system that do not say it
 */
export const explainError = (error: unknown, path?: string): Explanation => {
  const { line, understood } = explain(error, path);
  return { line: escapeControls(line), understood };
};

const explain = (error: unknown, path?: string): Explanation => {
  if (!(error instanceof Error)) return { line: oneLine(String(error)), understood: false };
  if (WRITTEN_FOR_PEOPLE.has(error.name)) return { line: oneLine(error.message), understood: true };
  const known = isSystemError(error) ? SYSTEM_ERRORS[error.code] : undefined;
  if (known !== undefined && isSystemError(error)) {
    const { address, port } = error;
    return { line: known({ path: error.path ?? path, address, port }), understood: true };
  }
  return { line: oneLine(error.message === '' ? error.name : error.message), understood: false };
};
