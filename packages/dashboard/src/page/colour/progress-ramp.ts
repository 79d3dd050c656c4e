import { clamp } from '../time/time-scale.ts';

type Rgb = readonly [red: number, green: number, blue: number];

/** The background of a picture decides what "nothing yet" looks like; complete is the same green on both. */
const STOPS: Readonly<Record<'light' | 'dark', readonly Rgb[]>> = {
  light: [
    [223, 231, 238],
    [128, 190, 228],
    [0, 114, 178],
  ],
  dark: [
    [48, 58, 70],
    [26, 104, 160],
    [98, 190, 242],
  ],
};
const COMPLETE: Rgb = [0, 158, 115];

/** Colours that are told apart; a picture of a thousand peers asks for one of them sixty times a second. */
const SHADES = 65;

const RAMPS: Readonly<Record<'light' | 'dark', readonly string[]>> = {
  light: Array.from({ length: SHADES }, (_, i) => shade(STOPS.light, i / (SHADES - 1))),
  dark: Array.from({ length: SHADES }, (_, i) => shade(STOPS.dark, i / (SHADES - 1))),
};

/** The colour of a peer that has this part of the content: from pale to blue, and green once it has all. */
export function progressColour(progress: number, theme: 'light' | 'dark'): string {
  if (progress >= 1) return rgb(COMPLETE);
  return RAMPS[theme][Math.floor(clamp(progress, 0, 1) * (SHADES - 1))] ?? rgb(COMPLETE);
}

function shade(stops: readonly Rgb[], at: number): string {
  const place = at * (stops.length - 1);
  const i = Math.min(Math.floor(place), stops.length - 2);
  const [from, to] = [stops[i] ?? COMPLETE, stops[i + 1] ?? COMPLETE];
  const mix = (channel: 0 | 1 | 2): number => Math.round(from[channel] + (to[channel] - from[channel]) * (place - i));
  return rgb([mix(0), mix(1), mix(2)]);
}

function rgb([red, green, blue]: Rgb): string {
  return `rgb(${red} ${green} ${blue})`;
}
