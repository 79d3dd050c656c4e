import { useEffect, useRef } from 'preact/hooks';
import { takesKeys } from './keys.ts';

/** Hears the keys that belong to nothing on the page. @param press does what a key means; false when it means nothing */
export function useKeys(press: (key: string) => boolean): void {
  const latest = useRef(press);
  latest.current = press;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || takesKeys(event.target, event.key)) return;
      if (latest.current(event.key)) event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
