import { useEffect, useRef } from 'preact/hooks';
import { type Place, parsePlace, tokenIn } from './place.ts';

/**
 * Hears of links that somebody puts into the address of a page that is open, with their token where they have one. What
 * the page itself writes there (`replaceState`) is no such change.
 */
export function usePastedLinks(follow: (place: Place, token: string | undefined) => void): void {
  const latest = useRef(follow);
  latest.current = follow;
  useEffect(() => {
    const hear = ({ newURL }: HashChangeEvent): void => {
      // Not from `location`: the page may have written there since.
      const { hash } = new URL(newURL);
      latest.current(parsePlace(hash), tokenIn(hash));
    };
    addEventListener('hashchange', hear);
    return () => removeEventListener('hashchange', hear);
  }, []);
}
