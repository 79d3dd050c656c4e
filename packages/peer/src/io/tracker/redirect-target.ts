import { Unanswered } from './unanswered.ts';

/**
 * Where a tracker sends us. What was asked over TLS is not asked again without it: the URL may hold a passkey.
 *
 * @throws Unanswered when it is nothing to be followed
 */
export const redirectTarget = (from: URL, location: string): URL => {
  const to = URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
  if (to?.protocol === 'https:' || (to?.protocol === 'http:' && from.protocol === 'http:')) return to;
  const where = to === undefined ? 'what is no URL' : to.protocol;
  throw new Unanswered(`the tracker redirects from ${from.protocol} to ${where}, which is not followed`);
};
