import { socketErrorText } from '../net/socket-error-text.ts';
import { systemCode } from '../storage/storage-error.ts';

/** Why there is no answer; the text is for the user. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
}

export const noAnswerWithin = (ms: number): string => `no answer within ${ms / 1000} s`;

/** What an attempt to ask a tracker ended with, in words. */
export const unansweredText = (error: Error): string => {
  if (error instanceof Unanswered) return error.message;
  const code = systemCode(error) ?? '';
  if (code.startsWith('HPE_')) return 'its answer is not HTTP';
  if (/CERT|^ERR_TLS|_SIGNATURE$/.test(code)) return `its certificate is not trusted (${code})`;
  return socketErrorText(error);
};
