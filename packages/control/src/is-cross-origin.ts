import type { AccessRequest } from './access.ts';

/**
 * Whether a request comes from a page of another site, as browsers tell; whoever follows a link or types an address only
 * looks.
 */
export function isCrossOrigin({ method, headers }: AccessRequest): boolean {
  const { host, origin, 'sec-fetch-site': site, 'sec-fetch-mode': mode } = headers;
  if (origin !== undefined && origin !== `http://${host}`) return true;
  const isLook = (method === 'GET' || method === 'HEAD') && mode === 'navigate';
  return (site === 'cross-site' || site === 'same-site') && !isLook;
}
