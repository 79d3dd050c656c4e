import { isIP, isIPv6 } from 'node:net';
import { socketErrorText } from '../net/socket-error-text.ts';
import { systemCode } from '../storage/storage-error.ts';

/** Why there is no answer; the text is for the user. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
}

export const noAnswerWithin = (ms: number): string => `no answer within ${ms / 1000} s`;

/** Whether the host is an address, and not of the family of ours. A name has addresses of any. */
export const isOfOtherFamily = (host: string, localAddress: string): boolean =>
  isIP(host) !== 0 && isIP(host) !== isIP(localAddress);

export const noReachableAddress = (localAddress: string): string =>
  `it has no address of IPv${isIPv6(localAddress) ? 6 : 4}, and ${localAddress} is ours`;

/** What an attempt to ask a tracker ended with, in words. */
export const unansweredText = (error: Error): string => {
  if (error instanceof Unanswered) return error.message;
  const code = systemCode(error) ?? '';
  if (code.startsWith('HPE_')) return 'its answer is not HTTP';
  if (/CERT|^ERR_TLS|_SIGNATURE$/.test(code)) return `its certificate is not trusted (${code})`;
  return socketErrorText(error);
};
