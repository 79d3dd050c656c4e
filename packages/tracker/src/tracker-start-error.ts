import { type Endpoint, formatEndpoint } from '@seedbed/settings';

/** Why a tracker could not start. */
export type TrackerStartErrorCode =
  | 'address-in-use'
  | 'address-not-available'
  | 'permission-denied'
  | 'cannot-listen'
  | 'store-unusable'
  | 'worker-ended';

/** A tracker that could not start. The text names the address and what to do. */
export class TrackerStartError extends Error {
  override readonly name = 'TrackerStartError';
  readonly code: TrackerStartErrorCode;

  constructor(code: TrackerStartErrorCode, text: string, cause?: Error) {
    super(text, { cause });
    this.code = code;
  }
}

/** Why it can't listen there. @param flag that the address was given by. */
export function listenError(
  address: Endpoint,
  flag: '--http' | '--udp' | '--control',
  cause: NodeJS.ErrnoException,
): TrackerStartError {
  const [code, text] = explain(address, flag, cause);
  return new TrackerStartError(code, text, cause);
}

function explain(address: Endpoint, flag: string, cause: NodeJS.ErrnoException): [TrackerStartErrorCode, string] {
  const where = formatEndpoint(address);
  const elsewhere = `choose another address with ${flag} (port 0 picks a free one)`;
  switch (cause.code) {
    case 'EADDRINUSE':
      return ['address-in-use', `${where} is taken by another program: stop it, or ${elsewhere}`];
    case 'EADDRNOTAVAIL':
      return ['address-not-available', `this machine has no address ${address.ip}: ${elsewhere}`];
    case 'EACCES':
      return ['permission-denied', `${where} may not be used without more rights: ${elsewhere}`];
    default:
      return ['cannot-listen', `can't listen at ${where} (${cause.message}): ${elsewhere}`];
  }
}
