import { useEffect, useReducer } from 'preact/hooks';
import { currentTheme, onThemeChange, type Theme } from './theme.ts';

/** The theme of the page; draws a component anew when it changes. */
export function useTheme(): Theme {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => onThemeChange(() => redraw(undefined)), []);
  return currentTheme();
}
