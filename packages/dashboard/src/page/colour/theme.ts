import { PALETTE } from './palette.ts';

/** The colours that pictures on a canvas take; they follow the page's. */
export interface Theme {
  readonly name: 'light' | 'dark';
  readonly text: string;
  readonly faint: string;
  readonly line: string;
  readonly panel: string;
  readonly background: string;
  /** The blue that stands out from it. */
  readonly blue: string;
  /** So does the purple of what chance decides. */
  readonly purple: string;
}

const THEMES: Readonly<Record<'light' | 'dark', Theme>> = {
  light: {
    name: 'light',
    text: '#16212c',
    faint: '#566573',
    line: '#8fa0b0',
    panel: '#ffffff',
    background: '#f4f6f8',
    blue: PALETTE.blue,
    purple: '#b0598a',
  },
  dark: {
    name: 'dark',
    text: '#e9eff5',
    faint: '#9fb0c0',
    line: '#64778a',
    panel: '#18212b',
    background: '#10171e',
    blue: PALETTE.sky,
    purple: PALETTE.purple,
  },
};

const darkness = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

/** Told when the page is drawn in other colours from now on. Answers how to stop. */
export function onThemeChange(listener: () => void): () => void {
  if (listeners.size === 0) darkness.addEventListener('change', tell);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) darkness.removeEventListener('change', tell);
  };
}

function tell(): void {
  for (const listener of listeners) listener();
}

const KEY = 'seedbed-theme';
const ATTRIBUTE = 'data-theme';

/** What the page is drawn in now: the user's choice, else that of the system. */
export function currentTheme(): Theme {
  const chosen = document.documentElement.getAttribute(ATTRIBUTE);
  if (chosen === 'light' || chosen === 'dark') return THEMES[chosen];
  return darkness.matches ? THEMES.dark : THEMES.light;
}

/** The other one, from now on. A browser that remembers nothing forgets it with the page. */
export function toggleTheme(): void {
  const next = currentTheme().name === 'dark' ? 'light' : 'dark';
  document.documentElement.setAttribute(ATTRIBUTE, next);
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Storage is switched off: the choice holds until the page is closed.
  }
  tell();
}

/** Takes up the choice of an earlier visit. */
export function restoreTheme(): void {
  try {
    const chosen = localStorage.getItem(KEY);
    if (chosen === 'light' || chosen === 'dark') document.documentElement.setAttribute(ATTRIBUTE, chosen);
  } catch {
    // Storage is switched off: the system's theme it is.
  }
}
