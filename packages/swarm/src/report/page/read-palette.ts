import type { Palette } from './palette.ts';

/** The colours of the page as they are now, by day or night. */
export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    ...{ ink: colour('ink'), quiet: colour('quiet'), grid: colour('grid'), panel: colour('panel') },
    ...{ low: colour('low'), high: colour('high'), seed: colour('seed') },
    series: [0, 1, 2, 3, 4, 5].map((place) => colour(`c${place}`)),
  };
}
