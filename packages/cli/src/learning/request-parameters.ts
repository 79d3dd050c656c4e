import { type DescribedParameter, describeAnnounceQuery } from '@seedbed/protocol/describe';

/** What the request line of a question over HTTP says, parameter by parameter. */
export const requestParameters = ([requestLine = '']: readonly string[]): DescribedParameter[] =>
  describeAnnounceQuery(/^GET [^?]*\?(\S*)/.exec(requestLine)?.[1] ?? '');
